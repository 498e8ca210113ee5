package dev.perigee.gateway;

import dev.perigee.gateway.pipeline.QueryString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names and values of a query or a form in their order. A name without an equals sign has no
 * value, which arguments show as {@code true}; a repeated name has several.
 */
record Fields(Map<String, List<String>> values) {

    static final Fields NONE = new Fields(Map.of());

    /** Stands for the value of a bare name; compared by identity, so that no text equals it. */
    @SuppressWarnings("StringOperationCanBeSimplified")
    private static final String BARE = new String("true");

    /**
     * Parses the part of a URL after the question mark, or a form's body.
     *
     * @throws MalformedRequestException when an escape is malformed
     */
    static Fields parse(@Nullable String raw, String what) {
        var values = QueryString.parse(raw, BARE);
        if (values == null) {
            throw new MalformedRequestException("malformed percent-encoding in the " + what);
        }
        return values.isEmpty() ? NONE : new Fields(values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Writes one name's value: text, {@code true}, or an array of them. */
    @SuppressWarnings("ReferenceEquality")
    static void writeValue(StringBuilder json, List<String> values) {
        var several = values.size() > 1;
        if (several) {
            json.append('[');
        }
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            var value = values.get(i);
            if (value == BARE) {
                json.append("true");
            } else {
                JsonWriter.string(json, value);
            }
        }
        if (several) {
            json.append(']');
        }
    }
}
