package dev.perigee.events;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a topic keeps its events: until they are older than {@code age} or until the topic is
 * larger than {@code bytes}; null means without that bound. Whole segments are dropped, so what is
 * kept may exceed a bound by one segment, never fall short of it.
 */
public record Retention(@Nullable Duration age, @Nullable Long bytes) {

    public static final Retention FOREVER = new Retention(null, null);

    public Retention {
        if (age != null && (age.isNegative() || age.isZero())) {
            throw new IllegalArgumentException("the retention age must be longer than nothing");
        }
        if (bytes != null && bytes < 1) {
            throw new IllegalArgumentException("the retention size must be positive");
        }
    }
}
