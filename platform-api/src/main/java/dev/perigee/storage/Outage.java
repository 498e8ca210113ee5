package dev.perigee.storage;

import dev.perigee.events.EventLogException;
import io.r2dbc.spi.R2dbcException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells operators that the database failed, in one line: a database that is away fails everything
 * that looks at it every few seconds, and where in this program that shows is of no use to them.
 * Whatever else went wrong is shown with its trace.
 */
public final class Outage {

    private Outage() {}

    /** Logs what failed and why; {@code what} says what becomes of it meanwhile. */
    public static void warn(Logger log, String what, Throwable error) {
        if (isOne(error)) {
            log.warn("{} ({})", what, reason(error));
        } else {
            log.warn("{}", what, error);
        }
    }

    private static boolean isOne(Throwable error) {
        return error instanceof DataAccessException
                || error instanceof TransactionException
                || error instanceof R2dbcException
                || error instanceof EventLogException
                || error instanceof IOException
                || error instanceof TimeoutException;
    }

    /** What the server or the network said, which lies deepest. */
    private static String reason(Throwable error) {
        var deepest = error;
        for (var cause = error.getCause(); cause != null; cause = cause.getCause()) {
            deepest = cause;
        }
        var message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message;
    }
}
