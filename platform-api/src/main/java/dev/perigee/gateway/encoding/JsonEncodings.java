package dev.perigee.gateway.encoding;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The encodings that are JSON or plain text. */
final class JsonEncodings {

    static final String COLLECTION = "collection";
    static final String CONTENT = "content";
    private static final byte[] EMPTY_ARRAY = {'[', ']'};

    private JsonEncodings() {}

    /** An object, or an array when the configuration announces a collection. */
    record StrictJson() implements Decoder {

        @Override
        public String name() {
            return "json";
        }

        @Override
        public ObjectNode decode(byte[] body, boolean collection) {
            var value = Json.take(body);
            if (value.isMissingNode()) {
                throw new DecodingException("the body is empty, where JSON was expected");
            }
            if (collection) {
                if (!value.isArray()) {
                    throw unexpected("an array", value);
                }
                return wrap(COLLECTION, value);
            }
            return switch (value) {
                case ObjectNode object -> object;
                case JsonNode other when other.isNull() -> Json.object();
                default -> throw unexpected("an object", value);
            };
        }

        private static DecodingException unexpected(String wanted, JsonNode value) {
            return new DecodingException(
                    "the body is JSON, but not "
                            + wanted
                            + ": "
                            + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** Whatever JSON comes. */
    record SafeJson() implements Decoder {

        @Override
        public String name() {
            return "safejson";
        }

        @Override
        public ObjectNode decode(byte[] body, boolean collection) {
            var value = Json.take(body);
            if (value instanceof ObjectNode object) {
                return object;
            }
            return value.isMissingNode()
                    ? Json.object()
                    : wrap(value.isArray() ? COLLECTION : CONTENT, value);
        }
    }

    /** Text as it is. */
    record Text() implements Decoder, Renderer {

        @Override
        public String name() {
            return "string";
        }

        @Override
        public ObjectNode decode(byte[] body, boolean collection) {
            return Json.object().put(CONTENT, new String(body, StandardCharsets.UTF_8));
        }

        @Override
        public String contentType() {
            return "text/plain; charset=utf-8";
        }

        @Override
        public byte[] render(ObjectNode data) {
            var content = data.get(CONTENT);
            return content != null && content.isString()
                    ? content.stringValue().getBytes(StandardCharsets.UTF_8)
                    : new byte[0];
        }
    }

    /** The whole object. */
    record JsonOutput() implements Renderer {

        @Override
        public String name() {
            return "json";
        }

        @Override
        public String contentType() {
            return "application/json; charset=utf-8";
        }

        @Override
        public byte[] render(ObjectNode data) {
            return Json.write(data);
        }
    }

    /** Only the array under {@code collection}. */
    record CollectionOutput() implements Renderer {

        @Override
        public String name() {
            return "json-collection";
        }

        @Override
        public String contentType() {
            return "application/json; charset=utf-8";
        }

        @Override
        public byte[] render(ObjectNode data) {
            var collection = data.get(COLLECTION);
            return collection == null ? EMPTY_ARRAY : Json.write(collection);
        }
    }

    private static ObjectNode wrap(String key, JsonNode value) {
        var object = Json.object();
        object.set(key, value);
        return object;
    }
}
