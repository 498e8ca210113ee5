package dev.perigee.invocations;

import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Outcome;
import dev.perigee.tracing.OpenSpan;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The one way to run a function, for the gateway, the management interface, {@code flow.call},
 * triggers and tests: looks the function up, sets limits and services, runs it and records what
 * happened behind the answer. Never blocks.
 */
public interface Invoker {

    /** The origin of invocations that run a function as the subscriber of a channel. */
    String CHANNEL = "channel";

    /**
     * Runs the function when subscribed to and commits what it appended and wrote, before it emits;
     * a function that does not return leaves nothing behind. Cancelling stops the function, but not
     * a commit that has begun. Empty when there is no such function or alias. Never errors
     * otherwise.
     */
    Mono<Completed> invoke(Request request);

    /**
     * What to run.
     *
     * @param alias an alias or a version's number
     * @param argumentsJson one JSON object
     * @param origin how it came in: {@code http}, {@code management}, {@code flow}, {@code
     *     channel}, {@code trigger}, {@code test}
     * @param caller the trace it belongs to and what {@code ctx.request} and {@code ctx.identity}
     *     say
     * @param deadline a shorter deadline than the function's own, or null
     */
    record Request(
            FunctionId function,
            String alias,
            String argumentsJson,
            String origin,
            Caller caller,
            @Nullable Duration deadline) {}

    /**
     * Who calls.
     *
     * @param traceId W3C trace id to continue, or null to begin one
     * @param parentSpanId the caller's span, or null
     * @param depth how many {@code flow.call} lie above
     * @param json makes the JSON object with {@code identity}, {@code client_context}, {@code
     *     request} and {@code event} when the guest asks for it
     * @param within what this invocation's events and state become part of, or null to commit them
     *     before the Mono emits
     * @param requestId what the gateway's client knows the request by, or null
     * @param span the caller's span when its trace is sampled, or null
     */
    record Caller(
            @Nullable String traceId,
            @Nullable String parentSpanId,
            int depth,
            Supplier<String> json,
            @Nullable InvocationWork within,
            @Nullable String requestId,
            @Nullable OpenSpan span) {

        public Caller(
                @Nullable String traceId,
                @Nullable String parentSpanId,
                int depth,
                Supplier<String> json,
                @Nullable InvocationWork within) {
            this(traceId, parentSpanId, depth, json, within, null, null);
        }

        public Caller(
                @Nullable String traceId,
                @Nullable String parentSpanId,
                int depth,
                Supplier<String> json) {
            this(traceId, parentSpanId, depth, json, null, null, null);
        }

        /** The same caller within another span. */
        public Caller within(OpenSpan inner) {
            return new Caller(
                    inner.traceId(), inner.spanId(), depth, json, within, requestId, inner);
        }

        /** The same caller with a unit of work around what it calls. */
        public Caller within(@Nullable InvocationWork work) {
            return new Caller(traceId, parentSpanId, depth, json, work, requestId, span);
        }

        /** The same caller that tells something else of itself. */
        public Caller telling(Supplier<String> other) {
            return new Caller(traceId, parentSpanId, depth, other, within, requestId, span);
        }

        /** This caller, whose request has that id. */
        public Caller called(String id) {
            return new Caller(traceId, parentSpanId, depth, json, within, id, span);
        }

        /** A caller that tells nothing of itself. */
        public static Caller anonymous() {
            return new Caller(null, null, 0, () -> "{}");
        }
    }

    /**
     * What came of it.
     *
     * @param id the invocation's id, as in the records, logs and the header {@code
     *     X-Perigee-Invocation}
     */
    record Completed(String id, Outcome outcome, Duration duration) {}
}
