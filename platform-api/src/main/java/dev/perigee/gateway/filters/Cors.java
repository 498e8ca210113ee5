package dev.perigee.gateway.filters;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers which pages of other origins may read the answers. Requests without an origin, or
 * with one that is not allowed, are answered as ever, without a word about it; it is the browser
 * that refuses. Only WebSockets, of which it takes no such care, are refused to other origins here.
 *
 * @param origins those that may; {@code *} for all
 * @param credentials whether cookies may come along; never with {@code *}
 */
public record Cors(
        Set<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        boolean credentials,
        Duration maxAge)
        implements Function<FilteredRequest, Verdict> {

    public Cors {
        origins = Set.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposed = List.copyOf(exposed);
    }

    @Override
    public Verdict apply(FilteredRequest request) {
        var origin = request.headers().get("origin");
        request.onAnswer(answer -> tell(origin, answer));
        return origin == null || mayAsk(origin, request.headers())
                ? Verdict.Pass.PASS
                : Verdict.refuse(403, "pages of this origin may open no WebSocket here");
    }

    /** Browsers ask nobody before they open a WebSocket, and let every page read from it. */
    private boolean mayAsk(String origin, HttpHeaders headers) {
        return !headers.containsValue("upgrade", "websocket", true)
                || allows(origin)
                || isOwn(origin, headers.get("host", ""));
    }

    private static boolean isOwn(String origin, String host) {
        var scheme = origin.indexOf("://");
        return scheme > 0 && !host.isEmpty() && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }

    private void tell(@Nullable String origin, HttpHeaders answer) {
        if (!origins.contains("*")) {
            answer.add("Vary", "Origin");
        }
        if (origin == null || !allows(origin)) {
            return;
        }
        answer.set("Access-Control-Allow-Origin", shown(origin));
        if (credentials) {
            answer.set("Access-Control-Allow-Credentials", "true");
        }
        if (!exposed.isEmpty()) {
            answer.set("Access-Control-Expose-Headers", String.join(", ", exposed));
        }
    }

    private boolean allows(String origin) {
        return origins.contains("*") || origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    private String shown(String origin) {
        return origins.contains("*") ? "*" : origin;
    }

    /** The headers that answer a browser's question before a request; null when it may not. */
    public @Nullable Map<String, String> preflight(HttpHeaders question, String routeMethod) {
        var origin = question.get("origin", "");
        var method = question.get("access-control-request-method", "");
        var allowed = methods.isEmpty() ? List.of(routeMethod) : methods;
        if (!allows(origin) || !(allowed.contains(method) || allowed.contains("ANY"))) {
            return null;
        }
        var answer = new TreeMap<String, String>();
        answer.put("Access-Control-Allow-Origin", shown(origin));
        answer.put("Access-Control-Allow-Methods", method);
        answer.put("Access-Control-Max-Age", Long.toString(maxAge.toSeconds()));
        answer.put("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        if (!headers.isEmpty()) {
            answer.put("Access-Control-Allow-Headers", String.join(", ", headers));
        }
        if (credentials) {
            answer.put("Access-Control-Allow-Credentials", "true");
        }
        return answer;
    }
}
