package dev.perigee.gateway.filters;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.keys.KeySources;
import dev.perigee.guests.Network;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/**
 * Reads the filters of a route. Their order does not depend on how they are written: address, CORS,
 * headers, the request's id, limits by address or route, keys, tokens, limits by caller, size of
 * the body.
 */
public final class FilterReader {

    private static final Set<String> KEYS =
            Set.of(
                    "trustedProxies",
                    "allow",
                    "deny",
                    "cors",
                    "limits",
                    "apiKeys",
                    "jwt",
                    "requestId",
                    "maxBody",
                    "requestHeaders",
                    "responseHeaders");

    private final JwtReader tokens;

    public FilterReader() {
        this(new KeySources(), Clock.systemUTC());
    }

    /**
     * @param clock says whether tokens have expired
     */
    public FilterReader(KeySources sources, Clock clock) {
        tokens = new JwtReader(sources, clock);
    }

    /** The filters at this place; mistakes are noted there. */
    public Filters read(ConfigNode node) {
        node.allowOnly(KEYS);
        var filters = new ArrayList<Filter>();
        filters.add(Filter.of(addresses(node)));
        var cors = node.has("cors") ? cors(node.get("cors")) : null;
        if (cors != null) {
            filters.add(Filter.of(cors));
        }
        addHeaderChanges(node, filters);
        if (node.has("requestId")) {
            filters.add(Filter.of(RequestIds.read(node.get("requestId"))));
        }
        var limits = LimitReader.read(node);
        limits.early().forEach(limit -> filters.add(Filter.of(limit)));
        if (node.has("apiKeys")) {
            filters.add(Filter.of(apiKeys(node.get("apiKeys"))));
        }
        if (node.has("jwt")) {
            filters.add(tokens.read(node.get("jwt")));
        }
        limits.late().forEach(limit -> filters.add(Filter.of(limit)));
        addBodyLimit(node, filters);
        return new Filters(filters, cors);
    }

    private static Addresses addresses(ConfigNode node) {
        return new Addresses(
                networks(node, "trustedProxies"), networks(node, "allow"), networks(node, "deny"));
    }

    private static List<Network> networks(ConfigNode node, String key) {
        var networks = new ArrayList<Network>();
        for (var text : node.texts(key)) {
            try {
                networks.add(Network.parse(text));
            } catch (IllegalArgumentException wrong) {
                node.get(key).mistake(String.valueOf(wrong.getMessage()));
            }
        }
        return networks;
    }

    private static Cors cors(ConfigNode node) {
        node.allowOnly(Set.of("origins", "methods", "headers", "expose", "credentials", "maxAge"));
        var origins = new HashSet<String>();
        for (var origin : node.texts("origins")) {
            if (!origin.equals("*") && !origin.matches("https?://[^/\\s?#]+")) {
                node.get("origins")
                        .mistake(
                                "must be origins such as \"https://example.com\", or \"*\", not \""
                                        + origin
                                        + "\"");
            }
            origins.add(origin.toLowerCase(Locale.ROOT));
        }
        if (origins.isEmpty()) {
            node.get("origins").mistake("must name at least one origin");
        }
        var credentials = node.flag("credentials", false);
        if (credentials && origins.contains("*")) {
            node.get("credentials").mistake("cannot be allowed to every origin; name the origins");
        }
        return new Cors(
                origins,
                node.texts("methods"),
                node.texts("headers"),
                node.texts("expose"),
                credentials,
                node.duration("maxAge", Duration.ofMinutes(10)));
    }

    private static ApiKeys apiKeys(ConfigNode node) {
        node.allowOnly(Set.of("header", "sha256"));
        var names = new HashMap<String, String>();
        for (var key : node.textsByKey("sha256").entrySet()) {
            var hash = key.getValue().toLowerCase(Locale.ROOT);
            if (!hash.matches("[0-9a-f]{64}")) {
                node.get("sha256")
                        .get(key.getKey())
                        .mistake("must be the SHA-256 of the key, 64 hexadecimal digits");
            }
            names.put(hash, key.getKey());
        }
        if (names.isEmpty()) {
            node.get("sha256").mistake("must name at least one owner with the hash of its key");
        }
        return new ApiKeys(node.text("header", "X-Api-Key"), names);
    }

    private static void addBodyLimit(ConfigNode node, List<Filter> filters) {
        var text = node.text("maxBody", "");
        if (text.isEmpty()) {
            return;
        }
        try {
            var bytes = DataSize.parse(text).toBytes();
            filters.add(
                    Filter.of(
                            request -> {
                                request.limitBody(bytes);
                                return Verdict.Pass.PASS;
                            }));
        } catch (IllegalArgumentException _) {
            node.get("maxBody").mistake("must be a size such as \"1MB\" or \"64KB\"");
        }
    }

    private static void addHeaderChanges(ConfigNode node, List<Filter> filters) {
        var incoming = change(node.get("requestHeaders"));
        var outgoing = change(node.get("responseHeaders"));
        if (incoming.isEmpty() && outgoing.isEmpty()) {
            return;
        }
        filters.add(
                Filter.of(
                        request -> {
                            incoming.apply(request.headers());
                            request.onAnswer(outgoing::apply);
                            return Verdict.Pass.PASS;
                        }));
    }

    private static HeaderChange change(ConfigNode node) {
        node.allowOnly(Set.of("remove", "set"));
        var set = node.textsByKey("set");
        for (var header : set.entrySet()) {
            if (isIllegal(header)) {
                node.get("set").get(header.getKey()).mistake("is no legal header");
                return new HeaderChange(List.of(), Map.of());
            }
        }
        return new HeaderChange(node.texts("remove"), set);
    }

    private static boolean isIllegal(Map.Entry<String, String> header) {
        try {
            new DefaultHttpHeaders().add(header.getKey(), header.getValue());
            return header.getKey().isEmpty();
        } catch (IllegalArgumentException _) {
            return true;
        }
    }
}
