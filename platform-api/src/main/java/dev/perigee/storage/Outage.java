package dev.perigee.storage;

import dev.perigee.events.postgres.DatabaseFailures;
import org.slf4j.Logger;

/**
 * Tells operators that the database failed, in one line: a database that is away fails everything
 * that looks at it every few seconds, and where in this program that shows is of no use to them.
 * Whatever else went wrong is shown with its trace.
 */
public final class Outage {

    private Outage() {}

    /** Logs what failed and why; {@code what} says what becomes of it meanwhile. */
    public static void warn(Logger log, String what, Throwable error) {
        if (DatabaseFailures.isOne(error)) {
            log.warn("{} ({})", what, reason(error));
        } else {
            log.warn("{}", what, error);
        }
    }

    private static String reason(Throwable error) {
        var deepest = DatabaseFailures.deepest(error);
        var message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message;
    }
}
