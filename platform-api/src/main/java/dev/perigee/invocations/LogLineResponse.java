package dev.perigee.invocations;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log as callers of the management interface see it.
 *
 * @param function where it comes from; absent in the log of one invocation
 */
record LogLineResponse(
        Instant at, String level, String message, String invocationId, @Nullable String function) {

    static LogLineResponse of(LogTail.Event event) {
        return switch (event) {
            case LogTail.Event.Line(var invocation, var function, var line) ->
                    new LogLineResponse(
                            Instant.ofEpochMilli(line.atMillis()),
                            line.level().name().toLowerCase(Locale.ROOT),
                            line.text(),
                            invocation,
                            function.name());
            case LogTail.Event.Missed(var lines) ->
                    new LogLineResponse(
                            Instant.now(),
                            "warn",
                            lines + " lines were left out here, because this reader is too slow",
                            "",
                            null);
        };
    }
}
