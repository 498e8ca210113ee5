package dev.perigee.gateway;

import dev.perigee.routes.PercentDecoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        var values = new LinkedHashMap<String, List<String>>();
        var from = 0;
        while (from <= raw.length()) {
            var end = raw.indexOf('&', from);
            end = end < 0 ? raw.length() : end;
            if (end > from) {
                var equals = raw.indexOf('=', from);
                var bare = equals < 0 || equals > end;
                var name = decode(raw.substring(from, bare ? end : equals), what);
                var value = bare ? BARE : decode(raw.substring(equals + 1, end), what);
                values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
            }
            from = end + 1;
        }
        return new Fields(values);
    }

    private static String decode(String raw, String what) {
        var text = PercentDecoding.field(raw);
        if (text == null) {
            throw new MalformedRequestException("malformed percent-encoding in the " + what);
        }
        return text;
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
