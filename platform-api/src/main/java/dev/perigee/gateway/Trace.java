package dev.perigee.gateway;

import dev.perigee.gateway.filters.RequestId;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trace that a request belongs to, by {@code traceparent} or else by {@code X-Request-Id}. */
record Trace(@Nullable String traceId, @Nullable String parentSpanId) {

    private static final Trace NEW = new Trace(null, null);
    private static final Pattern PARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");
    private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{32}");

    static Trace of(HttpHeaders headers) {
        var parent = headers.get("traceparent");
        if (parent != null) {
            var parts = PARENT.matcher(parent);
            if (parts.matches() && isValid(parts.group(1), parts.group(2), parts.group(3))) {
                return new Trace(parts.group(2), parts.group(3));
            }
        }
        var id = RequestId.sane(headers.get(RequestId.HEADER));
        return id == null ? NEW : new Trace(traceId(id), null);
    }

    private static boolean isValid(String version, String traceId, String spanId) {
        return !version.equals("ff")
                && !traceId.chars().allMatch(c -> c == '0')
                && !spanId.chars().allMatch(c -> c == '0');
    }

    private static String traceId(String requestId) {
        var hex = requestId.replace("-", "").toLowerCase(Locale.ROOT);
        if (HEX_ID.matcher(hex).matches() && !hex.chars().allMatch(c -> c == '0')) {
            return hex;
        }
        return UUID.nameUUIDFromBytes(requestId.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
