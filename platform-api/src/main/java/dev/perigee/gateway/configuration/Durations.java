package dev.perigee.gateway.configuration;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Go and people write them: {@code 2s}, {@code 100ms}, {@code 1h30m}. */
public final class Durations {

    private static final Pattern WHOLE =
            Pattern.compile("(?:[0-9]{1,12}(?:\\.[0-9]{1,9})?(?:ns|us|\u00b5s|ms|s|m|h))+");
    private static final Pattern PART =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|\u00b5s|ms|s|m|h)");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "\u00b5s", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Durations() {}

    /** The duration; null when the text is none. */
    public static @Nullable Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        var nanos = BigDecimal.ZERO;
        var parts = PART.matcher(text);
        while (parts.find()) {
            var unit = NANOS.getOrDefault(parts.group(2), 0L);
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit)));
        }
        return nanos.compareTo(MOST) > 0 ? null : Duration.ofNanos(nanos.longValue());
    }
}
