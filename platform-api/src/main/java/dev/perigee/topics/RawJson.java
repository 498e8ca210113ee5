package dev.perigee.topics;

import dev.perigee.problems.PerigeeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a JSON body apart without touching its values: they stay the text that was sent, so that
 * numbers keep their digits and objects their order.
 *
 * @param objects the body's object, or the objects of its array, each as texts by field
 * @param isArray whether the body is an array
 */
public record RawJson(List<Map<String, String>> objects, boolean isArray) {

    private static final JsonMapper JSON = new JsonMapper();

    public RawJson {
        objects = List.copyOf(objects);
    }

    /** Takes an object, or an array of objects, apart. */
    public static RawJson parse(String body) {
        try (var parser = JSON.createParser(body)) {
            var first = parser.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
                throw PerigeeException.invalid(
                        "", "The body must be a JSON object or an array of objects");
            }
            var isArray = first == JsonToken.START_ARRAY;
            var objects = isArray ? objects(parser, body) : List.of(object(parser, body));
            if (parser.nextToken() != null) {
                throw PerigeeException.invalid("", "The body has more than one JSON value");
            }
            return new RawJson(objects, isArray);
        } catch (JacksonException broken) {
            var at = broken.getLocation();
            throw PerigeeException.invalid(
                    "",
                    at == null
                            ? "The body is not valid JSON"
                            : "The body is not valid JSON (line %d, column %d)"
                                    .formatted(at.getLineNr(), at.getColumnNr()));
        }
    }

    private static List<Map<String, String>> objects(JsonParser parser, String body) {
        var objects = new ArrayList<Map<String, String>>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw PerigeeException.invalid(
                        "/" + objects.size(), "Each element of the array must be an object");
            }
            objects.add(object(parser, body));
        }
        return objects;
    }

    private static Map<String, String> object(JsonParser parser, String body) {
        var fields = new LinkedHashMap<String, String>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            var start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            parser.finishToken();
            var end = (int) parser.currentLocation().getCharOffset();
            fields.put(name, body.substring(start, end));
        }
        return fields;
    }
}
