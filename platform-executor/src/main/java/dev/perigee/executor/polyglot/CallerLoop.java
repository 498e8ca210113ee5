package dev.perigee.executor.polyglot;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How an executor knows the event loops that call it. */
@FunctionalInterface
public interface CallerLoop {

    /** Callers are no event loops. */
    CallerLoop NONE = () -> null;

    /**
     * What runs actions on the calling thread once that is done with all it is at, which must be
     * soon; null on a thread that has no such thing.
     */
    @Nullable Executor current();
}
