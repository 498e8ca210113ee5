package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import java.util.Map;
import java.util.Set;

/** The namespaces of {@code extra_config}, under their long and their short names. */
final class Namespaces {

    static final String ROUTER = "github_com/luraproject/lura/router/gin";
    static final String PROXY = "github.com/devopsfaith/krakend/proxy";
    static final String HTTP = "github.com/devopsfaith/krakend/http";
    static final String HTTP_CLIENT = "backend/http/client";
    static final String GRAPHQL = "github.com/devopsfaith/krakend/transport/http/client/graphql";

    static final String VALIDATOR = "github.com/devopsfaith/krakend-jose/validator";
    static final String PERIGEE = "perigee";

    private static final Map<String, String> SHORT =
            Map.of(
                    ROUTER, "router",
                    PROXY, "proxy",
                    HTTP, "backend/http",
                    GRAPHQL, "backend/graphql",
                    VALIDATOR, "auth/validator");

    private final ConfigNode extra;

    private Namespaces(ConfigNode extra) {
        this.extra = extra;
    }

    /** Those of a service, an endpoint or a backend. */
    static Namespaces of(ConfigNode owner) {
        return new Namespaces(owner.get("extra_config"));
    }

    ConfigNode get(String namespace) {
        var alias = SHORT.get(namespace);
        return alias != null && !extra.has(namespace) ? extra.get(alias) : extra.get(namespace);
    }

    Set<String> names() {
        return extra.keys();
    }

    ConfigNode named(String name) {
        return extra.get(name);
    }

    /** The long name. */
    static String canonical(String name) {
        for (var each : SHORT.entrySet()) {
            if (each.getValue().equals(name)) {
                return each.getKey();
            }
        }
        return name;
    }
}
