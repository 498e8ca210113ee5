package dev.perigee.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * An append that is to happen once: its key and a fingerprint of its events, by which a repetition
 * is told from another append.
 */
public record OnceAppend(String key, String fingerprint) {

    private static final int MAX_KEY_LENGTH = 200;

    public OnceAppend {
        if (key.isBlank() || key.length() > MAX_KEY_LENGTH || key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to " + MAX_KEY_LENGTH + " characters");
        }
    }

    public static OnceAppend of(String key, List<NewEvent> events) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var event : events) {
                add(digest, String.valueOf(event.id()));
                add(digest, event.key() == null ? "-" : "+" + event.key());
                add(digest, event.payload());
                add(digest, new TreeMap<>(event.headers()).toString());
            }
            return new OnceAppend(key, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has SHA-256", missing);
        }
    }

    private static void add(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
    }

    /** Where events without a key go, the same for each repetition. */
    int partitionOf(int partitions) {
        var crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % partitions);
    }
}
