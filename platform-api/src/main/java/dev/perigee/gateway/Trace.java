package dev.perigee.gateway;

import dev.perigee.gateway.filters.RequestId;
import dev.perigee.tracing.TraceParent;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to, by {@code traceparent}, {@code b3}, {@code X-B3-*}, {@code
 * X-SPACER-*} or else by {@code X-Request-Id}, in that order.
 *
 * @param sampled what the client decided; null when it left that to us
 */
record Trace(@Nullable String traceId, @Nullable String parentSpanId, @Nullable Boolean sampled) {

    /** What clients name traces by. */
    private static final List<String> FIELDS =
            List.of(
                    "tracestate",
                    "b3",
                    "x-b3-traceid",
                    "x-b3-spanid",
                    "x-b3-parentspanid",
                    "x-b3-sampled",
                    "x-b3-flags",
                    "x-spacer-trace-id",
                    "x-spacer-span-id");

    private static final Trace NEW = new Trace(null, null, null);
    private static final Pattern B3 =
            Pattern.compile(
                    "([0-9a-f]{16}|[0-9a-f]{32})-([0-9a-f]{16})(?:-([01d]))?(?:-[0-9a-f]{16})?");
    private static final String ZEROS = "0000000000000000";

    static Trace of(HttpHeaders headers) {
        var parent = TraceParent.parse(headers.get(TraceParent.HEADER));
        if (parent.isPresent()) {
            var known = parent.get();
            return new Trace(known.traceId(), known.spanId(), known.sampled());
        }
        var b3 = b3(headers);
        if (b3 != null) {
            return b3;
        }
        var spacer = RequestId.sane(headers.get("x-spacer-trace-id"));
        if (spacer != null) {
            var span = headers.get("x-spacer-span-id", "");
            return new Trace(traceId(spacer), isHex(span, 16) ? span : null, null);
        }
        var id = RequestId.sane(headers.get(RequestId.HEADER));
        return id == null ? NEW : new Trace(traceId(id), null, null);
    }

    /**
     * Copies what names the trace. Few requests have it, so that the others are not searched: a
     * trace that somebody began has a span, but for those of {@code X-SPACER-TRACE-ID} alone.
     */
    void copy(HttpHeaders from, HttpHeaders to) {
        if (parentSpanId == null && !from.contains("x-spacer-trace-id")) {
            return;
        }
        for (var field : FIELDS) {
            var value = from.get(field);
            if (value != null && !to.contains(field)) {
                to.set(field, value);
            }
        }
    }

    private static @Nullable Trace b3(HttpHeaders headers) {
        var single = headers.get("b3");
        if (single != null) {
            var parts = B3.matcher(single);
            return parts.matches()
                    ? known(wide(parts.group(1)), parts.group(2), decision(parts.group(3)))
                    : decided(single);
        }
        var traceId = headers.get("x-b3-traceid");
        if (traceId == null) {
            return null;
        }
        var spanId = headers.get("x-b3-spanid", "");
        var parts = B3.matcher(traceId + "-" + spanId);
        if (!parts.matches()) {
            return null;
        }
        var flags = "1".equals(headers.get("x-b3-flags")) ? "d" : headers.get("x-b3-sampled");
        return known(wide(traceId), spanId, decision(flags));
    }

    /** A decision without a trace. */
    private static @Nullable Trace decided(String single) {
        return single.equals("0") || single.equals("1") || single.equals("d")
                ? new Trace(null, null, decision(single))
                : null;
    }

    private static @Nullable Boolean decision(@Nullable String sampled) {
        return switch (sampled) {
            case null -> null;
            case "1", "d", "true" -> true;
            case "0", "false" -> false;
            default -> null;
        };
    }

    private static String wide(String traceId) {
        return traceId.length() == ZEROS.length() ? ZEROS + traceId : traceId;
    }

    private static @Nullable Trace known(String traceId, String spanId, @Nullable Boolean sampled) {
        return isZero(traceId) || isZero(spanId) ? null : new Trace(traceId, spanId, sampled);
    }

    /** Of an id with 16 or 32 digits. */
    private static boolean isZero(String id) {
        return (ZEROS + ZEROS).startsWith(id);
    }

    /** Every request is asked this, which an expression would take a microsecond for. */
    private static boolean isHex(String id, int digits) {
        if (id.length() != digits) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            char c = id.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static String traceId(String requestId) {
        var hex = requestId.replace("-", "").toLowerCase(Locale.ROOT);
        if (isHex(hex, 32) && !isZero(hex)) {
            return hex;
        }
        return UUID.nameUUIDFromBytes(requestId.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
