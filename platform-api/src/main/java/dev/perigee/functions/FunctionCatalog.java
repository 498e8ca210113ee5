package dev.perigee.functions;

import dev.perigee.executor.FunctionId;
import java.util.Optional;

/**
 * The active functions in memory, kept up to date by notifications and a periodic re-read. Reads
 * never block and never touch the database, so event loops may call it for every request.
 */
public interface FunctionCatalog {

    String LIVE = "live";

    /** The version behind an alias, or behind a version's number in decimal. */
    Optional<ActiveFunction> find(FunctionId function, String alias);

    /** The version behind {@link #LIVE}. */
    default Optional<ActiveFunction> find(FunctionId function) {
        return find(function, LIVE);
    }
}
