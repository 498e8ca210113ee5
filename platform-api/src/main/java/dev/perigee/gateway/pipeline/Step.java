package dev.perigee.gateway.pipeline;

/** One layer of the onion: sees the request on its way in and the reply on its way out. */
@FunctionalInterface
public interface Step {

    /** The backend with this step around it; made once, used by many requests at a time. */
    Backend around(Backend next);
}
