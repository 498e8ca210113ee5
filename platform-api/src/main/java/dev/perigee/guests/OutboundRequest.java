package dev.perigee.guests;

import dev.perigee.tracing.TraceParent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that a function sends.
 *
 * @param headers in the guest's order, without those that belong to the connection
 * @param redirect follow, manual or error
 */
record OutboundRequest(
        String method,
        Target target,
        List<Map.Entry<String, String>> headers,
        byte @Nullable [] body,
        Redirect redirect,
        Duration timeout) {

    /** What becomes of an answer that redirects. */
    enum Redirect {
        FOLLOW,
        MANUAL,
        ERROR
    }

    /** Headers that are about one connection (RFC 9110, 7.6.1), or that the client itself sets. */
    private static final Set<String> CONNECTION_HEADERS =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "http2-settings",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");

    static OutboundRequest of(Arguments arguments, byte @Nullable [] body, Duration longest) {
        var target = Target.parse(arguments.requiredText("url"));
        var headers = headers(arguments.node("headers"));
        if (target.authorization() != null && !has(headers, "authorization")) {
            headers.add(Map.entry("Authorization", target.authorization()));
        }
        return new OutboundRequest(
                method(arguments),
                target,
                List.copyOf(headers),
                body,
                redirect(arguments),
                timeout(arguments, longest));
    }

    private static String method(Arguments arguments) {
        var given = arguments.text("method");
        var method = given == null ? "GET" : given;
        if (!method.matches(TOKEN) || method.equalsIgnoreCase("CONNECT")) {
            throw Arguments.invalid("http.request", "\"" + method + "\" is not a method to send");
        }
        return method.toUpperCase(Locale.ROOT);
    }

    private static Redirect redirect(Arguments arguments) {
        var given = arguments.text("redirect");
        return switch (given == null ? "follow" : given) {
            case "follow" -> Redirect.FOLLOW;
            case "manual" -> Redirect.MANUAL;
            case "error" -> Redirect.ERROR;
            default ->
                    throw Arguments.invalid(
                            "http.request", "\"redirect\" must be follow, manual or error");
        };
    }

    private static Duration timeout(Arguments arguments, Duration longest) {
        var given = arguments.number("timeout_ms");
        if (given.isEmpty()) {
            return longest;
        }
        if (given.getAsLong() < 1) {
            throw Arguments.invalid("http.request", "the timeout must be at least a millisecond");
        }
        var timeout = Duration.ofMillis(given.getAsLong());
        return timeout.compareTo(longest) < 0 ? timeout : longest;
    }

    private static List<Map.Entry<String, String>> headers(@Nullable JsonNode pairs) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        if (pairs == null) {
            return headers;
        }
        for (var pair : pairs) {
            if (!pair.isArray() || pair.size() != 2 || !pair.get(0).isString()) {
                throw Arguments.invalid("http.request", "each header must be a name and a value");
            }
            var name = pair.get(0).stringValue();
            var value = pair.get(1).asString();
            requireValid(name, value);
            if (!belongsToConnection(name)) {
                headers.add(Map.entry(name, value));
            }
        }
        return headers;
    }

    /** The client sends headers unchecked, so a line break would smuggle in another one. */
    private static void requireValid(String name, String value) {
        if (!name.matches(TOKEN)) {
            throw Arguments.invalid("http.request", "\"" + name + "\" is not a header name");
        }
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f || c > 0xff)) {
            throw Arguments.invalid(
                    "http.request",
                    "the header " + name + " has characters that a header cannot hold");
        }
    }

    static boolean belongsToConnection(String header) {
        return CONNECTION_HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    private static boolean has(List<Map.Entry<String, String>> headers, String name) {
        return headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
    }

    /** The same in this trace, unless it names one itself. */
    OutboundRequest within(String traceparent) {
        if (has(headers, TraceParent.HEADER)) {
            return this;
        }
        var traced = new ArrayList<>(headers);
        traced.add(Map.entry(TraceParent.HEADER, traceparent));
        return new OutboundRequest(method, target, List.copyOf(traced), body, redirect, timeout);
    }

    /** Safe to send again when a kept-alive connection turns out to be closed. */
    boolean isIdempotent() {
        return Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE").contains(method);
    }

    /**
     * The request after a redirect: 303, and 301 or 302 after POST, become GET; another origin gets
     * no credentials.
     */
    OutboundRequest redirected(int status, String location) {
        var next = target.resolve(location);
        var becomesGet =
                status == 303
                        ? !method.equals("HEAD")
                        : (status == 301 || status == 302) && method.equals("POST");
        var sameOrigin = next.origin().equals(target.origin());
        var kept =
                headers.stream()
                        .filter(header -> sameOrigin || !CREDENTIALS.contains(lower(header)))
                        .filter(header -> !becomesGet || !lower(header).startsWith("content-"))
                        .toList();
        return new OutboundRequest(
                becomesGet ? "GET" : method,
                next,
                kept,
                becomesGet ? null : body,
                redirect,
                timeout);
    }

    private static String lower(Map.Entry<String, String> header) {
        return header.getKey().toLowerCase(Locale.ROOT);
    }
}
