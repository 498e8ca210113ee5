package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.configuration.Durations;
import dev.perigee.gateway.upstream.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a service says for all of its endpoints. */
record Defaults(
        List<String> hosts,
        Duration timeout,
        Duration cacheTtl,
        String output,
        boolean strictRest,
        ClientSettings client,
        Duration namesTtl,
        RouterOptions router) {

    static Defaults read(ConfigNode service) {
        return new Defaults(
                hosts(service.get("host"), service.texts("host")),
                orElse(duration(service, "timeout"), Duration.ofSeconds(2)),
                duration(service, "cache_ttl"),
                service.text("output_encoding", "json"),
                !service.flag("disable_rest", false),
                client(service),
                orElse(duration(service, "dns_cache_ttl"), Duration.ofSeconds(30)),
                RouterOptions.read(Namespaces.of(service).get(Namespaces.ROUTER)));
    }

    private static Duration orElse(Duration duration, Duration otherwise) {
        return duration.isZero() ? otherwise : duration;
    }

    /** A Go duration; one that cannot be read is zero, but a number is a mistake. */
    static Duration duration(ConfigNode node, String key) {
        var text = node.text(key, "");
        return Objects.requireNonNullElse(Durations.parse(text), Duration.ZERO);
    }

    /** The hosts with scheme and port, as far as they are hosts. */
    static List<String> hosts(ConfigNode place, List<String> raw) {
        var cleaned = new ArrayList<String>();
        for (var host : raw) {
            var clean = LuraPaths.cleanHost(host);
            if (clean == null) {
                place.mistake("invalid host");
            } else {
                cleaned.add(clean);
            }
        }
        return cleaned;
    }

    private static ClientSettings client(ConfigNode service) {
        var base = ClientSettings.DEFAULT;
        var tls = service.get("client_tls");
        return new ClientSettings(
                orElse(duration(service, "dialer_timeout"), base.connectTimeout()),
                duration(service, "response_header_timeout"),
                orElse(duration(service, "idle_connection_timeout"), base.idleTimeout()),
                Math.max(
                        base.maxConnections(),
                        service.number("max_idle_connections_per_host", 0, 0, 100_000)),
                !service.flag("disable_keep_alives", false),
                ClientTls.read(tls));
    }
}
