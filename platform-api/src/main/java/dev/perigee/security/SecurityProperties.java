package dev.perigee.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of who may manage the platform.
 *
 * @param adminToken a token that is valid beside the stored ones, for installations that bring
 *     their own secret; at least 32 characters
 */
@ConfigurationProperties("perigee.security")
record SecurityProperties(@Nullable String adminToken) {

    private static final int SHORTEST = 32;

    SecurityProperties {
        adminToken = adminToken == null || adminToken.isBlank() ? null : adminToken.strip();
        if (adminToken != null && adminToken.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "perigee.security.admin-token must have at least " + SHORTEST + " characters");
        }
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "SecurityProperties[adminToken=" + (adminToken == null ? "none" : "set") + "]";
    }
}
