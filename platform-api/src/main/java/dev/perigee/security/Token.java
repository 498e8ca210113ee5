package dev.perigee.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token that is valid, without its secret. */
record Token(
        long id,
        String name,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
