package dev.perigee.gateway.lura;

import dev.perigee.gateway.encoding.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A configuration file of Lura's on disk.
 *
 * @param hash tells versions of it apart, whatever its layout and its name say
 */
public record LuraFile(JsonNode document, String hash) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** The file cannot be read; the message is Lura's. */
    public static final class UnreadableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message, null, false, false);
        }
    }

    /** Reads the file. */
    public static LuraFile read(Path path) {
        try {
            return parse(path.toString(), Files.readAllBytes(path));
        } catch (NoSuchFileException _) {
            throw new UnreadableException("'" + path + "' (open): no such file or directory");
        } catch (IOException e) {
            throw new UnreadableException("'" + path + "' (read): " + e.getMessage());
        }
    }

    /** Reads the text of a file. */
    static LuraFile parse(String name, byte[] bytes) {
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            throw new UnreadableException(
                    "'" + name + "': unexpected end of JSON input, offset: 0, row: 0, col: 0");
        }
        try {
            var document = MAPPER.readTree(bytes);
            return new LuraFile(document, hash(document));
        } catch (JacksonException malformed) {
            throw new UnreadableException("'" + name + "': " + describe(malformed, bytes));
        }
    }

    private static String describe(JacksonException malformed, byte[] bytes) {
        var location = malformed.getLocation();
        var end = malformed instanceof UnexpectedEndOfInputException || location == null;
        var offset = end ? bytes.length : Math.clamp(offset(location), 0, bytes.length);
        var message =
                end || offset >= bytes.length
                        ? "unexpected end of JSON input"
                        : "invalid character '" + (char) (bytes[offset] & 0xff) + "'";
        var row = 0;
        var column = 0;
        for (int i = 0; i < Math.min(offset, bytes.length); i++) {
            switch (bytes[i]) {
                case '\r' -> {}
                case '\n' -> {
                    column = 0;
                    row++;
                }
                default -> column++;
            }
        }
        return message + ", offset: " + offset + ", row: " + row + ", col: " + column;
    }

    private static long offset(tools.jackson.core.TokenStreamLocation location) {
        return location.getByteOffset() >= 0 ? location.getByteOffset() : location.getCharOffset();
    }

    private static String hash(JsonNode document) {
        if (document instanceof ObjectNode object) {
            var named = object.deepCopy();
            named.remove("name");
            return hash(Json.write(canonical(named)));
        }
        return hash(Json.write(document));
    }

    private static String hash(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static JsonNode canonical(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                var sorted = new TreeMap<String, JsonNode>();
                object.properties()
                        .forEach(each -> sorted.put(each.getKey(), canonical(each.getValue())));
                var result = Json.object();
                sorted.forEach(result::set);
                yield result;
            }
            case ArrayNode array -> {
                var result = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(each -> result.add(canonical(each)));
                yield result;
            }
            default -> value;
        };
    }
}
