package dev.perigee.gateway;

import org.jspecify.annotations.Nullable;

/** The client went away, or broke the protocol, while its body was arriving. */
final class BodyLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BodyLostException(@Nullable Throwable cause) {
        super("the body did not arrive whole", cause, false, false);
    }
}
