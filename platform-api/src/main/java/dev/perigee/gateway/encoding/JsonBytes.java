package dev.perigee.gateway.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** JSON that is being written. What was never looked at is copied as it came. */
final class JsonBytes {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private byte[] bytes;
    private int size;

    private JsonBytes(int expected) {
        bytes = new byte[expected];
    }

    /** The value as UTF-8. */
    static byte[] write(JsonNode value) {
        var out = new JsonBytes(Raw.length(value));
        out.value(value);
        return out.size == out.bytes.length ? out.bytes : Arrays.copyOf(out.bytes, out.size);
    }

    void value(JsonNode value) {
        switch (value) {
            case Raw.Members object -> object.write(this);
            case Raw.Elements array -> array.write(this);
            case ObjectNode object -> members(object.properties());
            case ArrayNode array -> elements(array);
            case StringNode text -> text(text.stringValue());
            default -> {
                var other = Json.writeScalar(value);
                raw(other, 0, other.length);
            }
        }
    }

    void members(Set<Map.Entry<String, JsonNode>> members) {
        raw('{');
        var separated = false;
        for (var member : members) {
            if (separated) {
                raw(',');
            }
            separated = true;
            text(member.getKey());
            raw(':');
            value(member.getValue());
        }
        raw('}');
    }

    void elements(Iterable<JsonNode> elements) {
        raw('[');
        var separated = false;
        for (var element : elements) {
            if (separated) {
                raw(',');
            }
            separated = true;
            value(element);
        }
        raw(']');
    }

    /** How many bytes were written so far. */
    int size() {
        return size;
    }

    /** A value that is JSON already. */
    record Range(byte[] json, int from, int to) {

        JsonNode value() {
            return Raw.value(json, from, to);
        }
    }

    void raw(Range range) {
        raw(range.json(), range.from(), range.to());
    }

    /** Bytes that are JSON already. */
    void raw(byte[] json, int from, int to) {
        reserve(to - from);
        System.arraycopy(json, from, bytes, size, to - from);
        size += to - from;
    }

    void raw(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    void text(String text) {
        raw('"');
        var start = size;
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                size = start;
                escaped(text);
                break;
            }
            bytes[size++] = (byte) c;
        }
        raw('"');
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); ) {
            var c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < ' ' || c == '"' || c == '\\') {
                escape(c);
            } else if (c <= '~') {
                raw((char) c);
            } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                ascii("\\u" + HEX.toHexDigits((char) c));
            } else {
                var wide = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                raw(wide, 0, wide.length);
            }
        }
    }

    private void escape(int c) {
        ascii(
                switch (c) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    case '\b' -> "\\b";
                    case '\f' -> "\\f";
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    default -> "\\u" + HEX.toHexDigits((char) c);
                });
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            raw(text.charAt(i));
        }
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.addExact(size, more) + Math.max(bytes.length, more));
        }
    }
}
