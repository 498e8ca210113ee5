package dev.perigee.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** What the holder of a token has: 256 random bits. The platform keeps only the hash. */
record TokenSecret(String text) {

    private static final String PREFIX = "perigee_";
    private static final SecureRandom RANDOM = new SecureRandom();

    static TokenSecret random() {
        var bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new TokenSecret(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
