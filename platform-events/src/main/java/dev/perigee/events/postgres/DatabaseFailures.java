package dev.perigee.events.postgres;

import dev.perigee.events.EventLogException;
import io.r2dbc.spi.R2dbcException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells what the database failed from what is a fault of this program. */
public final class DatabaseFailures {

    private DatabaseFailures() {}

    /** Whether the database, or the way to it, failed. */
    public static boolean isOne(Throwable error) {
        return error instanceof DataAccessException
                || error instanceof TransactionException
                || error instanceof R2dbcException
                || error instanceof EventLogException
                || error instanceof IOException
                || error instanceof TimeoutException;
    }

    /** What the server or the network said, which lies deepest. */
    public static Throwable deepest(Throwable error) {
        return NestedExceptionUtils.getMostSpecificCause(error);
    }
}
