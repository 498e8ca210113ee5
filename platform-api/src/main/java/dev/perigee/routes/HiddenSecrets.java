package dev.perigee.routes;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes secrets out of what is told of a route: shared and private parts of keys (JWK), and values
 * of headers that carry credentials. What was hidden is refused when it comes back, so that nobody
 * stores the stand-in for the secret.
 */
final class HiddenSecrets {

    /** What stands in the place of a secret. */
    static final String HIDDEN = "(hidden)";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> OF_KEYS = Set.of("k", "d", "p", "q", "dp", "dq", "qi", "oth");
    private static final Pattern CREDENTIALS =
            Pattern.compile("authorization|cookie|key|token|secret|password|signature");

    private HiddenSecrets() {}

    /** The same without secrets. */
    static @Nullable String in(@Nullable String json) {
        if (json == null) {
            return null;
        }
        var document = JSON.readTree(json);
        hide(document);
        return document.toString();
    }

    private static void hide(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                if (object.has("kty")) {
                    OF_KEYS.stream().filter(object::has).forEach(part -> object.put(part, HIDDEN));
                }
                for (var header : object.path("set").properties()) {
                    var name = header.getKey().toLowerCase(Locale.ROOT);
                    if (CREDENTIALS.matcher(name).find()
                            && object.get("set") instanceof ObjectNode values) {
                        values.put(header.getKey(), HIDDEN);
                    }
                }
                object.forEach(HiddenSecrets::hide);
            }
            case ArrayNode array -> array.forEach(HiddenSecrets::hide);
            default -> {}
        }
    }

    /** Whether something in it was hidden when it was read. */
    static boolean wereHidden(JsonNode node) {
        if (node.isString()) {
            return node.stringValue().equals(HIDDEN);
        }
        for (var each : node) {
            if (wereHidden(each)) {
                return true;
            }
        }
        return false;
    }
}
