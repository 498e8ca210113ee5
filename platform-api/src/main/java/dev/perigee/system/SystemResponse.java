package dev.perigee.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the process is.
 *
 * @param engine how functions run: the engine's own name
 * @param optimized whether hot functions are compiled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SystemResponse(
        String version,
        String mode,
        boolean production,
        List<String> runtimes,
        @Nullable String engine,
        boolean optimized,
        String java,
        Instant startedAt,
        long uptimeSeconds,
        int gatewayPort) {}
