package dev.perigee.functions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A function as the management interface shows it.
 *
 * @param owner {@code api}, or the project whose deployments publish it
 * @param runtime of the live version, or of the newest when none is live
 */
record FunctionResponse(
        String namespace,
        String name,
        String owner,
        String runtime,
        String handler,
        @Nullable Integer liveVersion,
        int latestVersion,
        Instant createdAt,
        Instant updatedAt) {

    static FunctionResponse of(FunctionQueries.Summary summary) {
        return new FunctionResponse(
                summary.namespace(),
                summary.name(),
                summary.owner(),
                summary.runtime(),
                summary.handler(),
                summary.liveVersion(),
                summary.latestVersion(),
                summary.createdAt(),
                summary.updatedAt());
    }
}
