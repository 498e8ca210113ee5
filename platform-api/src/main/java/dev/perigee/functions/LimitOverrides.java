package dev.perigee.functions;

import dev.perigee.executor.Limits;
import dev.perigee.problems.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of a function that differ from the defaults; what is null is the default. */
public record LimitOverrides(
        @Nullable Long deadlineMs,
        @Nullable Long cpuMs,
        @Nullable Long memoryBytes,
        @Nullable Long resultBytes,
        @Nullable Long logBytes,
        @Nullable Integer callDepth) {

    public static final LimitOverrides NONE =
            new LimitOverrides(null, null, null, null, null, null);

    private static final long MAX_MS = Duration.ofMinutes(15).toMillis();
    private static final long MAX_BYTES = 16L << 30;
    private static final long MAX_DEPTH = 100;

    /** All limits written out. */
    static LimitOverrides of(Limits limits) {
        return new LimitOverrides(
                limits.deadline().toMillis(),
                limits.cpuTime().toMillis(),
                limits.allocatedBytes(),
                limits.resultBytes(),
                limits.logBytes(),
                limits.callDepth());
    }

    public Limits toLimits() {
        var defaults = Limits.DEFAULT;
        var deadline = deadlineMs == null ? defaults.deadline() : Duration.ofMillis(deadlineMs);
        return new Limits(
                deadline,
                cpuMs == null ? max(deadline, defaults.cpuTime()) : Duration.ofMillis(cpuMs),
                memoryBytes == null ? defaults.allocatedBytes() : memoryBytes,
                resultBytes == null ? defaults.resultBytes() : resultBytes,
                logBytes == null ? defaults.logBytes() : logBytes,
                callDepth == null ? defaults.callDepth() : callDepth);
    }

    /** What is out of range, with pointers below the object of the limits. */
    List<FieldError> errors() {
        var errors = new ArrayList<FieldError>();
        check(errors, "deadlineMs", deadlineMs, 1, MAX_MS);
        check(errors, "cpuMs", cpuMs, 1, MAX_MS);
        check(errors, "memoryBytes", memoryBytes, 1, MAX_BYTES);
        check(errors, "resultBytes", resultBytes, 1, MAX_BYTES);
        check(errors, "logBytes", logBytes, 0, MAX_BYTES);
        check(errors, "callDepth", callDepth, 1, MAX_DEPTH);
        return errors;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void check(
            List<FieldError> errors, String name, @Nullable Number value, long... range) {
        if (value != null && (value.longValue() < range[0] || value.longValue() > range[1])) {
            errors.add(
                    new FieldError(
                            "/limits/" + name,
                            "The field \"%s\" must be between %d and %d"
                                    .formatted(name, range[0], range[1])));
        }
    }
}
