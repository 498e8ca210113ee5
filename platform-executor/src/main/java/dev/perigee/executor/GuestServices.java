package dev.perigee.executor;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The port through which guests reach the platform: {@code flow.call}, {@code topics.append},
 * {@code state.*}, {@code http.*}, {@code channels.publish}. All of them are the one operation
 * below, in every language; the executor suspends the guest until the answer is there and never
 * blocks a lane.
 */
@FunctionalInterface
public interface GuestServices {

    /** Offers nothing: every call fails with a sentence that names the operation. */
    GuestServices NONE =
            (_, call) ->
                    Mono.error(
                            new GuestCallException(
                                    "not_available",
                                    call.operation() + " is not available here",
                                    null));

    /**
     * Performs a guest's call. The Mono may complete on any thread; it is cancelled when the
     * invocation ends first. An error of type {@link GuestCallException} is raised in the guest;
     * any other becomes an internal error that tells the guest nothing.
     */
    Mono<Answer> call(Invocation invocation, Call call);

    /**
     * A guest's call.
     *
     * @param operation service and verb, for example {@code http.request}
     * @param json its arguments, one JSON object
     * @param attachment bytes that JSON cannot carry, such as a request body
     */
    record Call(String operation, String json, byte @Nullable [] attachment) {}

    /**
     * The answer to a call: a JSON value, and bytes that JSON cannot carry, such as a response
     * body.
     */
    record Answer(String json, byte @Nullable [] attachment) {
        public static Answer of(String json) {
            return new Answer(json, null);
        }
    }
}
