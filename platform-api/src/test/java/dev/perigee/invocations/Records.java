package dev.perigee.invocations;

import dev.perigee.executor.FunctionId;
import dev.perigee.executor.InvocationLog.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records for tests. */
final class Records {

    private Records() {}

    static InvocationRecord of(String function, String outcome, Instant at, String... lines) {
        var log = new ArrayList<LogLine>();
        for (var line : lines) {
            log.add(new LogLine(at.toEpochMilli(), Level.INFO, line));
        }
        var failed = !outcome.equals("returned");
        return new InvocationRecord(
                Ids.invocation(at.toEpochMilli()),
                new FunctionId("default", function),
                2,
                "live",
                "http",
                outcome,
                failed ? "it \0 broke" : null,
                failed ? "stack" : null,
                at.toEpochMilli(),
                1_500,
                new InvocationRecord.Span(Ids.trace(), Ids.span(), null, null),
                List.copyOf(log));
    }
}
