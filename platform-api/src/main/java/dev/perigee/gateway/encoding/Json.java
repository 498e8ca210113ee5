package dev.perigee.gateway.encoding;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as pipelines read and write it: numbers keep their digits. */
public final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * The value that the bytes hold.
     *
     * @throws DecodingException when they are no JSON
     */
    public static JsonNode read(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException broken) {
            throw broken(broken);
        }
    }

    /**
     * The value that the text holds.
     *
     * @throws DecodingException when it is no JSON
     */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException broken) {
            throw broken(broken);
        }
    }

    /** The value as UTF-8. */
    public static byte[] write(JsonNode value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** The value as text. */
    public static String text(JsonNode value) {
        return MAPPER.writeValueAsString(value);
    }

    private static DecodingException broken(JacksonException broken) {
        var location = broken.getLocation();
        return new DecodingException(
                "malformed JSON"
                        + (location == null
                                ? ""
                                : " in line "
                                        + location.getLineNr()
                                        + ", column "
                                        + location.getColumnNr()));
    }
}
