package dev.perigee.events;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Whether a text is one JSON value. */
final class JsonText {

    private static final JsonMapper JSON = new JsonMapper();

    private JsonText() {}

    /** What is wrong with it, as the end of a sentence; null when nothing is. */
    static @Nullable String fault(String text) {
        if (text.indexOf('\0') >= 0) {
            return "contains a NUL character";
        }
        try (var parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return "is empty, not a JSON value";
            }
            parser.skipChildren();
            return parser.nextToken() == null ? null : "has more than one JSON value";
        } catch (JacksonException notJson) {
            return "is not JSON: " + notJson.getOriginalMessage();
        }
    }
}
