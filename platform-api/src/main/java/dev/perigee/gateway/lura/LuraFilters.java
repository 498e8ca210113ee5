package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.filters.FilterReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What protects an endpoint: KrakenD's {@code auth/validator}, and filters in Perigee's own form
 * under {@code perigee}. A validator that cannot be kept is a mistake, since the endpoint would be
 * open without it.
 */
final class LuraFilters {

    private static final Set<String> UNUSED =
            Set.of(
                    "cache",
                    "cache_duration",
                    "cipher_suites",
                    "jwk_fingerprints",
                    "operation_debug",
                    "failed_jwk_key_cooldown",
                    "propagate_claims_to_params");
    private static final Set<String> KEYS =
            Set.of(
                    "@comment",
                    "alg",
                    "jwk_url",
                    "disable_jwk_security",
                    "issuer",
                    "audience",
                    "roles",
                    "roles_key",
                    "roles_key_is_nested",
                    "scopes",
                    "scopes_key",
                    "scopes_matcher",
                    "propagate_claims",
                    "cookie_key",
                    "auth_header_name",
                    "leeway",
                    "key_identify_strategy");

    private LuraFilters() {}

    /** The filters of an endpoint as a route keeps them; null when it has none. */
    static @Nullable ObjectNode of(ConfigNode endpoint) {
        var namespaces = Namespaces.of(endpoint);
        var own = namespaces.get(Namespaces.PERIGEE).get("filters");
        var filters = own.value() instanceof ObjectNode object ? object.deepCopy() : Json.object();
        var validator = namespaces.get(Namespaces.VALIDATOR);
        if (validator.isPresent()) {
            filters.set("jwt", jwt(validator));
        }
        return filters.isEmpty() ? null : filters;
    }

    /** Notes what is wrong with them, and what has no effect. */
    static void check(ConfigNode endpoint, LuraReader.Notices notices) {
        var namespaces = Namespaces.of(endpoint);
        var own = namespaces.get(Namespaces.PERIGEE);
        if (own.isPresent()) {
            own.allowOnly(Set.of("filters"));
            new FilterReader().read(own.get("filters"));
        }
        var validator = namespaces.get(Namespaces.VALIDATOR);
        for (var key : validator.keys()) {
            if (UNUSED.contains(key)) {
                notices.add(validator.get(key), "is kept, but has no effect here");
            } else if (!KEYS.contains(key)) {
                validator
                        .get(key)
                        .mistake("is not known of validators; without it more might be let in");
            }
        }
        if (!validator.isPresent()) {
            return;
        }
        var address = validator.text("jwk_url", "");
        if (!address.startsWith("https://")
                && !(address.startsWith("http://")
                        && validator.flag("disable_jwk_security", false))) {
            validator
                    .get("jwk_url")
                    .mistake("must be an address that begins with https, or disable_jwk_security");
            return;
        }
        var root = ConfigNode.root(Json.object().set("jwt", jwt(validator)));
        new FilterReader().read(root);
        root.mistakes().forEach(each -> validator.mistake(each.toString()));
    }

    private static ObjectNode jwt(ConfigNode validator) {
        var jwt = Json.object().put("jwks", validator.text("jwk_url", "")).put("endless", true);
        jwt.put("clockSkew", validator.text("leeway", "1s"));
        jwt.putArray("algorithms").add(validator.text("alg", "RS256"));
        put(jwt, "issuer", validator, "issuer");
        put(jwt, "audience", validator, "audience");
        put(jwt, "cookie", validator, "cookie_key");
        put(jwt, "header", validator, "auth_header_name");
        put(jwt, "scopes", validator, "scopes");
        put(jwt, "scopeClaim", validator, "scopes_key");
        jwt.put("anyScope", !validator.text("scopes_matcher", "any").equals("all"));
        var roles = validator.texts("roles");
        if (!roles.isEmpty()) {
            var claim = jwt.putObject("claims").putArray(validator.text("roles_key", "roles"));
            roles.forEach(claim::add);
        }
        for (var pair : validator.get("propagate_claims").value()) {
            jwt.withObject("/headers").put(pair.path(1).asString("?"), pair.path(0).asString("?"));
        }
        return jwt;
    }

    private static void put(ObjectNode jwt, String key, ConfigNode validator, String theirs) {
        if (validator.has(theirs)) {
            jwt.set(key, validator.get(theirs).value());
        }
    }
}
