package dev.perigee.invocations;

import dev.perigee.events.EventLogException;
import dev.perigee.events.LogSaturatedException;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.StateConflictException;
import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What an invocation comes to whose function returned, but whose unit of work was not stored. */
final class CommitFailures {

    private static final Duration SOON = Duration.ofSeconds(1);

    private CommitFailures() {}

    /** Null when it is the platform's own fault. */
    static @Nullable Outcome outcome(Throwable failure) {
        return switch (failure) {
            case StateConflictException conflict -> new Outcome.Refused(text(conflict), SOON);
            case LogSaturatedException full -> new Outcome.Refused(text(full), SOON);
            case LogUnavailableException away -> new Outcome.Refused(text(away), SOON);
            case TimeoutException _ ->
                    new Outcome.Refused("the database did not answer the commit in time", SOON);
            case EventLogException refused -> new Outcome.Failed(text(refused), "");
            case GuestCallException refused -> new Outcome.Failed(text(refused), "");
            default -> null;
        };
    }

    private static String text(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }
}
