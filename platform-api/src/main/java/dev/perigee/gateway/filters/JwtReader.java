package dev.perigee.gateway.filters;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.keys.FixedKeys;
import dev.perigee.gateway.keys.KeySource;
import dev.perigee.gateway.keys.KeySources;
import dev.perigee.gateway.keys.VerificationKey;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads which tokens let callers in. */
final class JwtReader {

    private static final Set<String> KEYS =
            Set.of(
                    "jwks",
                    "keys",
                    "algorithms",
                    "issuer",
                    "audience",
                    "require",
                    "claims",
                    "scopes",
                    "anyScope",
                    "scopeClaim",
                    "clockSkew",
                    "endless",
                    "header",
                    "cookie",
                    "headers");
    private static final Set<JWSAlgorithm> PUBLIC = publicAlgorithms();
    private static final Duration MOST_SKEW = Duration.ofMinutes(10);

    private final KeySources sources;
    private final ProvenTokens proven;

    JwtReader(KeySources sources, Clock clock) {
        this.sources = sources;
        this.proven = new ProvenTokens(clock);
    }

    private static Set<JWSAlgorithm> publicAlgorithms() {
        var all = new HashSet<>(JWSAlgorithm.Family.SIGNATURE);
        all.removeAll(Set.of(JWSAlgorithm.ES256K, JWSAlgorithm.Ed448));
        return Set.copyOf(all);
    }

    JwtFilter read(ConfigNode node) {
        node.allowOnly(KEYS);
        return new JwtFilter(
                new TokenPlace(node.text("header", "Authorization"), node.text("cookie", "")),
                keys(node),
                algorithms(node),
                new TokenRules(
                        new TokenRules.Times(skew(node), node.flag("endless", false)),
                        Set.copyOf(node.texts("issuer")),
                        Set.copyOf(node.texts("audience")),
                        needs(node)),
                headers(node),
                proven);
    }

    private KeySource keys(ConfigNode node) {
        if (node.has("jwks") == node.has("keys")) {
            node.mistake("must have either \"jwks\", an address, or \"keys\", a list of JWK");
            return new FixedKeys(List.of());
        }
        if (!node.has("jwks")) {
            return new FixedKeys(fixed(node));
        }
        var address = node.text("jwks", "");
        var uri = address(address);
        if (uri == null) {
            node.get("jwks")
                    .mistake(
                            "must be an address such as"
                                    + " \"https://login.example.com/.well-known/jwks.json\", not \""
                                    + address
                                    + "\"");
            return new FixedKeys(List.of());
        }
        return sources.at(uri);
    }

    private static @Nullable URI address(String text) {
        try {
            var uri = URI.create(text);
            var fits = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return fits && uri.getHost() != null && uri.getUserInfo() == null ? uri : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static List<VerificationKey> fixed(ConfigNode node) {
        var keys = new ArrayList<VerificationKey>();
        for (var each : node.list("keys")) {
            try {
                keys.add(VerificationKey.of(JWK.parse(each.value().toString())));
            } catch (ParseException | IllegalArgumentException unfit) {
                each.mistake("is no key (JWK) that can be used: " + unfit.getMessage());
            }
        }
        return keys;
    }

    /** Shared secrets count only when they are asked for by name. */
    private static Set<JWSAlgorithm> algorithms(ConfigNode node) {
        if (!node.has("algorithms")) {
            return PUBLIC;
        }
        var known = new HashSet<>(PUBLIC);
        if (!node.has("jwks")) {
            known.addAll(JWSAlgorithm.Family.HMAC_SHA);
        }
        var chosen = new HashSet<JWSAlgorithm>();
        for (var name : node.texts("algorithms")) {
            var algorithm = JWSAlgorithm.parse(name);
            if (known.contains(algorithm)) {
                chosen.add(algorithm);
            } else {
                var names = new TreeSet<String>();
                known.forEach(each -> names.add(each.getName()));
                node.get("algorithms")
                        .mistake(
                                "must be some of "
                                        + String.join(", ", names)
                                        + ", not \""
                                        + name
                                        + "\"");
            }
        }
        return chosen;
    }

    private static Duration skew(ConfigNode node) {
        var skew = node.duration("clockSkew", Duration.ofSeconds(30));
        if (skew.compareTo(MOST_SKEW) > 0) {
            node.get("clockSkew").mistake("must be at most 10m");
        }
        return skew;
    }

    private static TokenRules.Needs needs(ConfigNode node) {
        var claims = new LinkedHashMap<String, Set<JsonNode>>();
        for (var name : node.get("claims").keys()) {
            var value = node.get("claims").get(name);
            if (value.value() instanceof ObjectNode || !value.isPresent()) {
                value.mistake("must be a value, or a list of values of which one is needed");
            }
            claims.put(name, Claims.values(value.value()));
        }
        return new TokenRules.Needs(
                node.texts("require"),
                claims,
                Set.copyOf(node.texts("scopes")),
                node.flag("anyScope", false),
                node.text("scopeClaim", ""));
    }

    private static Map<String, String> headers(ConfigNode node) {
        var headers = node.textsByKey("headers");
        for (var name : headers.keySet()) {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                node.get("headers").get(name).mistake("is no legal header");
            }
        }
        return headers;
    }
}
