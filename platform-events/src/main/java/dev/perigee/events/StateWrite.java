package dev.perigee.events;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A change of one key.
 *
 * @param value the new JSON value, or null to delete
 * @param expected the version the key must have, {@link #ABSENT} when it must have none, or null
 * @param ttl how long the value lives, or null
 */
public record StateWrite(
        String key, @Nullable String value, @Nullable Long expected, @Nullable Duration ttl) {

    public static final long ABSENT = 0;
    public static final int MAX_KEY_BYTES = 1 << 10;
    public static final int MAX_VALUE_BYTES = 1 << 20;

    public StateWrite {
        var keyBytes = Utf8.length(key);
        if (keyBytes < 1 || keyBytes > MAX_KEY_BYTES || key.indexOf('\0') >= 0) {
            throw new InvalidStateException(
                    key, "a key has 1 to " + MAX_KEY_BYTES + " bytes of text without NUL");
        }
        if (value != null) {
            var bytes = Utf8.length(value);
            if (bytes < 0 || bytes > MAX_VALUE_BYTES) {
                throw new InvalidStateException(
                        key, "a value has at most " + MAX_VALUE_BYTES + " bytes of text");
            }
            var fault = JsonText.fault(value);
            if (fault != null) {
                throw new InvalidStateException(key, "the value " + fault);
            }
        }
        if (ttl != null && (ttl.isNegative() || ttl.isZero())) {
            throw new InvalidStateException(key, "the time to live must be longer than nothing");
        }
    }

    public static StateWrite put(String key, String value) {
        return new StateWrite(key, value, null, null);
    }

    public static StateWrite delete(String key) {
        return new StateWrite(key, null, null, null);
    }

    public StateWrite expecting(@Nullable Long version) {
        return new StateWrite(key, value, version, ttl);
    }

    public StateWrite expiringAfter(@Nullable Duration duration) {
        return new StateWrite(key, value, expected, duration);
    }
}
