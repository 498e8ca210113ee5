package dev.perigee.deployments;

import dev.perigee.channels.SubscriptionRequest;
import dev.perigee.functions.BundleRequest;
import dev.perigee.functions.LimitOverrides;
import dev.perigee.routes.RouteRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project as callers send it.
 *
 * @param sharedFiles texts by path that every function gets beside its own
 * @param environment variables that every function gets beside its own
 * @param events topics, triggers and schedules; the former stay when it is left out
 * @param subscribers of channels; the former stay when it is left out
 */
record DeploymentRequest(
        @Nullable String namespace,
        @Nullable String project,
        @Nullable List<FunctionRequest> functions,
        @Nullable List<RouteRequest> routes,
        @Nullable Map<String, String> sharedFiles,
        @Nullable Map<String, String> environment,
        @Nullable EventsRequest events,
        @Nullable List<SubscriptionRequest> subscribers) {

    /** One function; its fields are those of saving it alone, and its name. */
    record FunctionRequest(
            @Nullable String name,
            @Nullable String runtime,
            @Nullable String handler,
            @Nullable String source,
            @Nullable Map<String, String> files,
            @Nullable Map<String, String> binaryFiles,
            @Nullable Map<String, String> environment,
            @Nullable LimitOverrides limits) {

        BundleRequest with(
                @Nullable Map<String, String> sharedFiles,
                @Nullable Map<String, String> sharedEnvironment) {
            return new BundleRequest(
                    runtime,
                    handler,
                    source,
                    merged(sharedFiles, files),
                    binaryFiles,
                    merged(sharedEnvironment, environment),
                    limits);
        }

        private static @Nullable Map<String, String> merged(
                @Nullable Map<String, String> shared, @Nullable Map<String, String> own) {
            if (shared == null || own == null) {
                return shared == null ? own : shared;
            }
            var all = new HashMap<>(shared);
            all.putAll(own);
            return all;
        }
    }
}
