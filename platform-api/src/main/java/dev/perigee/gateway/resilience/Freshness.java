package dev.perigee.gateway.resilience;

import dev.perigee.gateway.resilience.Protection.Caching;
import dev.perigee.gateway.upstream.UpstreamReply;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer may be used, by RFC 9111 as a shared cache reads it, on the careful side.
 *
 * @param fresh from now on
 * @param stale after that, while a newer one is fetched
 */
record Freshness(Duration fresh, Duration stale) {

    private static final Set<Integer> BY_DEFAULT = Set.of(200, 203, 204);
    private static final Set<Integer> WHEN_TOLD = Set.of(200, 203, 204, 301, 308, 404, 410);
    private static final long LONGEST = Duration.ofDays(365).toSeconds();

    /** How long this answer may be kept; null when it must not be. */
    static @Nullable Freshness of(UpstreamReply.Whole reply, Caching caching) {
        var headers = reply.headers();
        var directives = directives(headers);
        if (!WHEN_TOLD.contains(reply.status())
                || directives.containsKey("no-store")
                || directives.containsKey("no-cache")
                || directives.containsKey("private")
                || headers.contains(HttpHeaderNames.SET_COOKIE)
                || headers.containsValue(HttpHeaderNames.VARY, "*", true)) {
            return null;
        }
        var told = told(directives, headers);
        if (told == null && !BY_DEFAULT.contains(reply.status())) {
            return null;
        }
        var fresh =
                (told == null ? caching.ttl().toSeconds() : told)
                        - number(headers.get(HttpHeaderNames.AGE), 0);
        return fresh <= 0
                ? null
                : new Freshness(Duration.ofSeconds(fresh), stale(directives, caching));
    }

    private static @Nullable Long told(Map<String, String> directives, HttpHeaders headers) {
        for (var name : new String[] {"s-maxage", "max-age"}) {
            if (directives.containsKey(name)) {
                return number(directives.get(name), 0);
            }
        }
        var expires = headers.get(HttpHeaderNames.EXPIRES);
        return expires == null ? null : until(expires, headers.get(HttpHeaderNames.DATE));
    }

    /** What cannot be read has expired. */
    private static long until(String expires, @Nullable String date) {
        try {
            var end = ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME);
            var now =
                    date == null
                            ? ZonedDateTime.now(end.getZone())
                            : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Math.min(Duration.between(now, end).toSeconds(), LONGEST);
        } catch (DateTimeException _) {
            return 0;
        }
    }

    private static Duration stale(Map<String, String> directives, Caching caching) {
        if (directives.containsKey("must-revalidate")
                || directives.containsKey("proxy-revalidate")
                || directives.containsKey("s-maxage")) {
            return Duration.ZERO;
        }
        var told = directives.get("stale-while-revalidate");
        return told == null ? caching.stale() : Duration.ofSeconds(number(told, 0));
    }

    /** Names in lower case, with their values. */
    static Map<String, String> directives(HttpHeaders headers) {
        var directives = new HashMap<String, String>(4);
        for (var line : headers.getAll(HttpHeaderNames.CACHE_CONTROL)) {
            for (var each : line.split(",", -1)) {
                var equals = each.indexOf('=');
                var name = equals < 0 ? each : each.substring(0, equals);
                var value = equals < 0 ? "" : each.substring(equals + 1).replace("\"", "");
                directives.put(name.trim().toLowerCase(Locale.ROOT), value.trim());
            }
        }
        return directives;
    }

    private static long number(@Nullable String text, long otherwise) {
        try {
            return text == null ? otherwise : Math.clamp(Long.parseLong(text.trim()), 0, LONGEST);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
