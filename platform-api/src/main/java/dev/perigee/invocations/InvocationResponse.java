package dev.perigee.invocations;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recorded invocation as callers of the management interface see it.
 *
 * @param stack the guest's stack, only when one invocation was asked for
 * @param requestId what the gateway's client knows the request by
 */
record InvocationResponse(
        UUID id,
        String namespace,
        String function,
        int version,
        String alias,
        String origin,
        String outcome,
        @Nullable String error,
        @Nullable String stack,
        Instant startedAt,
        double durationMs,
        String traceId,
        String spanId,
        @Nullable String parentSpanId,
        @Nullable String requestId,
        int logLines) {}
