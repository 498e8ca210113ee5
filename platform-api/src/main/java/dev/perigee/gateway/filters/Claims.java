package dev.perigee.gateway.filters;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks into what a token claims. */
final class Claims {

    private Claims() {}

    /** The claim of this name, or at this path of names with dots; null when there is none. */
    static @Nullable JsonNode at(ObjectNode claims, String path) {
        var whole = claims.get(path);
        if (whole != null || path.indexOf('.') < 0) {
            return whole == null || whole.isNull() ? null : whole;
        }
        JsonNode value = claims;
        for (var name : path.split("\\.", -1)) {
            value = value instanceof ObjectNode object ? object.get(name) : null;
            if (value == null) {
                return null;
            }
        }
        return value.isNull() ? null : value;
    }

    /** The claim as text, an array's elements with commas between; null when it is neither. */
    static @Nullable String text(@Nullable JsonNode claim) {
        return switch (claim) {
            case null -> null;
            case ArrayNode array -> {
                var parts = new StringBuilder();
                for (var element : array) {
                    if (!element.isValueNode()) {
                        yield null;
                    }
                    parts.append(parts.isEmpty() ? "" : ",").append(element.asString());
                }
                yield parts.toString();
            }
            default -> claim.isValueNode() ? claim.asString() : null;
        };
    }

    /** The claim's values: an array's elements, or itself. */
    static Set<JsonNode> values(@Nullable JsonNode claim) {
        var values = new HashSet<JsonNode>();
        switch (claim) {
            case null -> {}
            case ArrayNode array -> array.forEach(values::add);
            default -> values.add(claim);
        }
        return values;
    }

    /** The claim's words: of a text what spaces part, of an array the texts. */
    static Set<String> words(@Nullable JsonNode claim) {
        var words = new HashSet<String>();
        for (var value : values(claim)) {
            if (value.isString()) {
                words.addAll(List.of(value.stringValue().split(" ", -1)));
            }
        }
        return words;
    }
}
