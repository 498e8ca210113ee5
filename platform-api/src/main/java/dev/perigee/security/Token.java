package dev.perigee.security;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A token that is valid, without its secret. */
record Token(
        long id,
        String name,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
