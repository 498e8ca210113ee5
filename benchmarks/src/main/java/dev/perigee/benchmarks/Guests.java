package dev.perigee.benchmarks;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.InvocationLog;
import dev.perigee.executor.Limits;
import dev.perigee.executor.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes the functions that the benchmarks run, and invocations of them. */
final class Guests {

    private static final Invocation.CallerContext CALLER =
            new Invocation.CallerContext("1".repeat(32), "2".repeat(16), 0, () -> "{}");

    private Guests() {}

    /** A function of one file; the version tells versions with the same text apart. */
    static FunctionCode code(String runtime, String text, int version) {
        var file = runtime.equals("lua") ? "main.lua" : "main.js";
        return new FunctionCode(
                new FunctionId("default", "benchmark-" + runtime),
                runtime + text.hashCode() + "-" + version,
                version,
                runtime,
                file,
                Map.of(file, text.getBytes(StandardCharsets.UTF_8)));
    }

    static Invocation invocation(FunctionCode code, String argumentsJson) {
        return new Invocation(
                "benchmark",
                code,
                argumentsJson,
                Map.of(),
                CALLER,
                Limits.DEFAULT,
                GuestServices.NONE,
                InvocationLog.NONE);
    }

    /** The outcome, when it is the expected one: a benchmark of errors would be worth nothing. */
    static Outcome returned(Outcome outcome) {
        if (!(outcome instanceof Outcome.Returned)) {
            throw new IllegalStateException(outcome.label() + ": " + outcome.error());
        }
        return outcome;
    }
}
