package dev.perigee.executor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an invocation came to. An outcome is a value: nothing that a guest does makes the executor
 * throw.
 */
public sealed interface Outcome {

    /** The handler returned. */
    record Returned(Result result) implements Outcome {}

    /**
     * The handler refused its input: Lua {@code return nil, err}, JavaScript {@code reject(err)}.
     *
     * @param errorJson the error, any JSON value
     */
    record Rejected(String errorJson) implements Outcome {}

    /**
     * The handler raised an error or crashed.
     *
     * @param message the guest's message with file and line; for development answers and the
     *     invocation record
     * @param trace the guest's stack, one frame a line; empty when there is none
     */
    record Failed(String message, String trace) implements Outcome {}

    /** The deadline passed before the handler was done. */
    record TimedOut(Duration deadline) implements Outcome {}

    /**
     * Another limit was exceeded.
     *
     * @param allowed the limit as people write it, for example {@code 512 MB}
     */
    record LimitExceeded(Limit limit, String allowed) implements Outcome {}

    /**
     * Nothing of it lasts, and it may be tried again: the executor or the function's share of it is
     * full, or what the function did could not be committed.
     */
    record Refused(String reason, Duration retryAfter) implements Outcome {}

    /** The caller's word for this outcome in records, metrics and the API. */
    default String label() {
        return switch (this) {
            case Returned _ -> "returned";
            case Rejected _ -> "rejected";
            case Failed _ -> "failed";
            case TimedOut _ -> "timed_out";
            case LimitExceeded _ -> "limit_exceeded";
            case Refused _ -> "refused";
        };
    }

    /** The error as text, or null when the handler returned. */
    default @Nullable String error() {
        return switch (this) {
            case Returned _ -> null;
            case Rejected rejected -> rejected.errorJson();
            case Failed failed -> failed.message();
            case TimedOut timedOut -> "timed out after " + timedOut.deadline().toMillis() + " ms";
            case LimitExceeded exceeded ->
                    "exceeded " + exceeded.limit().label() + " of " + exceeded.allowed();
            case Refused refused -> refused.reason();
        };
    }
}
