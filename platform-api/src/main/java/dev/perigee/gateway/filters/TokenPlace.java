package dev.perigee.gateway.filters;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Where a request carries its token.
 *
 * @param header with or without {@code Bearer} before it; in {@code Authorization} always with
 * @param cookie looked at when there is no such header; empty for none
 */
record TokenPlace(String header, String cookie) {

    private static final String SCHEME = "Bearer ";

    /** The token; null when there is none, or more than one. */
    @Nullable String token(HttpHeaders headers) {
        var values = headers.getAll(header);
        if (values.isEmpty() && !cookie.isEmpty()) {
            return fromCookie(headers);
        }
        if (values.size() != 1) {
            return null;
        }
        var value = values.getFirst().strip();
        if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return value.substring(SCHEME.length()).strip();
        }
        return header.equalsIgnoreCase("authorization") ? null : value;
    }

    private @Nullable String fromCookie(HttpHeaders headers) {
        String found = null;
        for (var line : headers.getAll("cookie")) {
            for (var pair : line.split(";", -1)) {
                var equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(cookie)) {
                    if (found != null) {
                        return null;
                    }
                    found = pair.substring(equals + 1).strip();
                }
            }
        }
        return found;
    }
}
