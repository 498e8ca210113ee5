package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import dev.perigee.gateway.upstream.ClientSettings.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code client_tls}: whom connections to backends trust, and who they are. */
final class ClientTls {

    /** What is older than these the JVM does not speak. */
    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

    private static final Map<String, Integer> PLACES =
            Map.of("SSL3.0", 0, "TLS10", 0, "TLS11", 0, "TLS12", 0, "TLS13", 1);

    private ClientTls() {}

    static Tls read(ConfigNode node) {
        return new Tls(
                node.flag("allow_insecure_connections", false),
                node.texts("ca_certs"),
                !node.flag("disable_system_ca_pool", false),
                new Tls.Speech(versions(node), TlsNames.suites(node), TlsNames.groups(node)),
                own(node));
    }

    private static List<String> versions(ConfigNode node) {
        if (!node.has("min_version") && !node.has("max_version")) {
            return List.of();
        }
        var least = place(node, "min_version", 0);
        var most = place(node, "max_version", 1);
        if (least > most) {
            node.get("max_version").mistake("is lower than \"min_version\"");
            return List.of();
        }
        return new ArrayList<>(VERSIONS.subList(least, most + 1));
    }

    private static int place(ConfigNode node, String key, int otherwise) {
        if (!node.has(key)) {
            return otherwise;
        }
        var place = PLACES.get(node.text(key, ""));
        if (place == null) {
            node.get(key).mistake("must be SSL3.0, TLS10, TLS11, TLS12 or TLS13");
            return otherwise;
        }
        return place;
    }

    private static Tls.@Nullable Own own(ConfigNode node) {
        Tls.Own first = null;
        for (var each : node.list("client_certs")) {
            var certificate = each.text("certificate", "");
            var key = each.text("private_key", "");
            if (certificate.isEmpty() || key.isEmpty()) {
                each.mistake("must have a \"certificate\" and its \"private_key\", files in PEM");
            } else if (first == null) {
                first = new Tls.Own(certificate, key);
            } else {
                each.mistake("is one too many: connections show one certificate");
            }
        }
        return first;
    }
}
