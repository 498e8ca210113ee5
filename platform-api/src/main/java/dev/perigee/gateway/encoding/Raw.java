package dev.perigee.gateway.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON that is kept as the bytes it came in, and opened level by level where somebody looks. To
 * everybody else these are objects and arrays like any other. The bytes have been checked, hold no
 * space that means nothing, and are never changed. Used by one thread at a time, also for reading.
 */
final class Raw {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int SAFE_DIGITS = 18;
    private static final int USUAL_LENGTH = 32;

    private Raw() {}

    /** An object as bytes. */
    static final class Members extends ObjectNode {

        private final transient RawMembers members;

        Members(RawMembers members) {
            super(NODES, members);
            this.members = members;
        }

        void write(JsonBytes out) {
            members.write(out);
        }

        @Override
        public ObjectNode deepCopy() {
            return new Members(members.copy());
        }
    }

    /** An array as bytes. */
    static final class Elements extends ArrayNode {

        private final transient RawElements elements;

        Elements(RawElements elements) {
            super(NODES, elements);
            this.elements = elements;
        }

        void write(JsonBytes out) {
            elements.write(out);
        }

        @Override
        public ArrayNode deepCopy() {
            return new Elements(elements.copy());
        }
    }

    /** About how long it is when it is written; exact for what nobody changed. */
    static int length(JsonNode value) {
        return switch (value) {
            case Members object -> object.members.length();
            case Elements array -> array.elements.length();
            case ObjectNode object -> {
                var length = 2;
                for (var member : object.properties()) {
                    length += member.getKey().length() + 4 + length(member.getValue());
                }
                yield length;
            }
            default -> USUAL_LENGTH;
        };
    }

    /** The object or array that was scanned. */
    static JsonNode of(JsonParts scan) {
        return scan.isObject()
                ? new Members(new RawMembers(scan))
                : new Elements(new RawElements(scan));
    }

    /** The value that stands there; the bytes were checked before. */
    static JsonNode value(byte[] json, int from, int to) {
        return switch (json[from]) {
            case '{' -> new Members(new RawMembers(json, from, to));
            case '[' -> new Elements(new RawElements(json, from, to));
            case '"' -> text(json, from, to);
            case 't' -> NODES.booleanNode(true);
            case 'f' -> NODES.booleanNode(false);
            case 'n' -> NODES.nullNode();
            default -> number(json, from, to);
        };
    }

    private static JsonNode text(byte[] json, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (json[i] == '\\') {
                return parsed(json, from, to);
            }
        }
        return NODES.stringNode(new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8));
    }

    private static JsonNode number(byte[] json, int from, int to) {
        if (json[from] == '-' || to - from > SAFE_DIGITS) {
            return parsed(json, from, to);
        }
        var value = 0L;
        for (int i = from; i < to; i++) {
            if (json[i] < '0' || json[i] > '9') {
                return parsed(json, from, to);
            }
            value = 10 * value + json[i] - '0';
        }
        return value <= Integer.MAX_VALUE ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static JsonNode parsed(byte[] json, int from, int to) {
        return Json.read(Arrays.copyOfRange(json, from, to));
    }

    /** The same JSON without space between its parts. */
    static byte[] compact(byte[] json, int from, int to) {
        var compact = new byte[to - from];
        var size = 0;
        var quoted = false;
        for (int i = from; i < to; i++) {
            var c = json[i];
            if (quoted || c > ' ') {
                compact[size++] = c;
            }
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                compact[size++] = json[++i];
            }
        }
        return Arrays.copyOf(compact, size);
    }
}
