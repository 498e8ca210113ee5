package dev.perigee.executor;

import java.util.Map;
import java.util.function.Supplier;

/**
 * One request to run a function. It is immutable; what the guest sees of it is its arguments and
 * {@code ctx}.
 *
 * @param id unique id, also the guest's {@code ctx.request_id}
 * @param argumentsJson the arguments, one JSON object
 * @param environment the function's variables as of now
 * @param context what {@code ctx} tells of the caller; read only when the guest asks
 * @param limits the most it may cost
 * @param log where its lines go, from any thread of the executor; must not block
 */
public record Invocation(
        String id,
        FunctionCode code,
        String argumentsJson,
        Map<String, String> environment,
        CallerContext context,
        Limits limits,
        GuestServices services,
        InvocationLog log) {

    /**
     * What {@code ctx} says beyond the function itself.
     *
     * @param traceId W3C trace id, 32 hex digits
     * @param spanId W3C span id, 16 hex digits
     * @param depth how many {@code flow.call} lie above this invocation
     * @param json the lazily made JSON object with {@code identity}, {@code client_context}, {@code
     *     request}, {@code event} and {@code channel}, each optional
     * @param subscriber runs the handler as the subscriber of a channel: its arguments are {@code
     *     {context: […]}} and its value is {@code {continue, value?, context?}}
     */
    public record CallerContext(
            String traceId, String spanId, int depth, Supplier<String> json, boolean subscriber) {

        public CallerContext(String traceId, String spanId, int depth, Supplier<String> json) {
            this(traceId, spanId, depth, json, false);
        }
    }
}
