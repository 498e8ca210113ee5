package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The cipher suites and curves that {@code client_tls} names, by the numbers that are registered
 * for them, as Lura wants them, or by name.
 */
final class TlsNames {

    /** As in Lura, those of TLS 1.3 are no matter of choice. */
    private static final List<String> ALWAYS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    private static final Map<Integer, String> SUITES =
            Map.ofEntries(
                    Map.entry(0x1301, "TLS_AES_128_GCM_SHA256"),
                    Map.entry(0x1302, "TLS_AES_256_GCM_SHA384"),
                    Map.entry(0x1303, "TLS_CHACHA20_POLY1305_SHA256"),
                    Map.entry(0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
                    Map.entry(0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
                    Map.entry(0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
                    Map.entry(0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
                    Map.entry(0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
                    Map.entry(0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
                    Map.entry(0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                    Map.entry(0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
                    Map.entry(0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                    Map.entry(0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
                    Map.entry(0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
                    Map.entry(0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"));

    private static final Map<Integer, String> GROUPS =
            Map.of(23, "secp256r1", 24, "secp384r1", 25, "secp521r1", 29, "x25519");

    private static final Map<String, String> SHORT =
            Map.of(
                    "P256",
                    "secp256r1",
                    "P384",
                    "secp384r1",
                    "P521",
                    "secp521r1",
                    "X25519",
                    "x25519");

    private TlsNames() {}

    /** The suites to offer; none where none is chosen. */
    static List<String> suites(ConfigNode node) {
        var known = new TreeMap<String, String>();
        SUITES.values().forEach(suite -> known.put(suite, suite));
        var chosen = names(node, "cipher_suites", new Names("cipher suite", SUITES, known));
        if (!chosen.isEmpty()) {
            ALWAYS.stream().filter(suite -> !chosen.contains(suite)).forEach(chosen::add);
        }
        return chosen;
    }

    /** The groups to offer; none where none is chosen. */
    static List<String> groups(ConfigNode node) {
        return names(node, "curve_preferences", new Names("curve", GROUPS, new TreeMap<>(SHORT)));
    }

    /** What may be named, and how. */
    private record Names(
            String kind, Map<Integer, String> byNumber, TreeMap<String, String> byName) {

        String all() {
            return byName.entrySet().stream()
                    .map(each -> each.getKey() + " (" + number(each.getValue()) + ")")
                    .collect(Collectors.joining(", "));
        }

        private int number(String name) {
            return byNumber.entrySet().stream()
                    .filter(each -> each.getValue().equals(name))
                    .mapToInt(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> names(ConfigNode node, String key, Names names) {
        var chosen = new ArrayList<String>();
        for (var each : node.list(key)) {
            var value = each.value();
            var name =
                    value.canConvertToInt()
                            ? names.byNumber().get(value.intValue())
                            : names.byName().get(value.asString(""));
            if (name == null) {
                each.mistake(
                        "is no " + names.kind() + " that is spoken here; known are " + names.all());
            } else if (!chosen.contains(name)) {
                chosen.add(name);
            }
        }
        return chosen;
    }
}
