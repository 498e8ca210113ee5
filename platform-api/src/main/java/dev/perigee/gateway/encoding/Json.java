package dev.perigee.gateway.encoding;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
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
        } catch (NumberFormatException tooLarge) {
            throw new DecodingException("malformed JSON: an exponent is too large");
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
        } catch (NumberFormatException tooLarge) {
            throw new DecodingException("malformed JSON: an exponent is too large");
        }
    }

    /**
     * The value that the bytes hold. They are checked now, and made into objects where somebody
     * looks; they must not change any more. It belongs to one thread at a time.
     *
     * @throws DecodingException when they are no JSON
     */
    public static JsonNode take(byte[] bytes) {
        var scan = JsonScan.of(bytes, 0, bytes.length);
        if (scan != null && scan.spaced()) {
            var compact = Raw.compact(bytes, scan.from(), scan.to());
            scan = JsonScan.of(compact, 0, compact.length);
        }
        return scan == null ? read(bytes) : Raw.of(scan);
    }

    /** The value as UTF-8. */
    public static byte[] write(JsonNode value) {
        return JsonBytes.write(value);
    }

    /** A value that has no parts, and is no text. */
    static byte[] writeScalar(JsonNode value) {
        return switch (value) {
            case IntNode number -> ascii(number.asString());
            case LongNode number -> ascii(number.asString());
            case DecimalNode number -> ascii(number.asString());
            case BooleanNode truth -> ascii(truth.asString());
            default -> MAPPER.writeValueAsBytes(value);
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
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
