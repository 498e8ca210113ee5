package dev.perigee.topics;

import dev.perigee.events.NewEvent;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.tracing.TraceParent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The events of a request: one object, or an array of them. Names every fault, not the first. */
final class AppendBody {

    static final int MAX_EVENTS = 10_000;

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> FIELDS = List.of("headers", "id", "key", "payload");

    private final List<FieldError> errors = new ArrayList<>();
    private final boolean isArray;
    private final @Nullable String traceparent;

    private AppendBody(boolean isArray, @Nullable String traceparent) {
        this.isArray = isArray;
        this.traceparent = traceparent;
    }

    /**
     * Reads the events.
     *
     * @param traceparent for events that name none themselves, or null
     */
    static List<NewEvent> parse(String body, @Nullable String traceparent) {
        var raw = RawJson.parse(body);
        if (raw.objects().isEmpty() || raw.objects().size() > MAX_EVENTS) {
            throw PerigeeException.invalid(
                    "", "One request appends 1 to " + MAX_EVENTS + " events");
        }
        return new AppendBody(raw.isArray(), traceparent).events(raw.objects());
    }

    private List<NewEvent> events(List<Map<String, String>> objects) {
        var events = new ArrayList<NewEvent>(objects.size());
        for (var index = 0; index < objects.size(); index++) {
            var parent = isArray ? "/" + index : "";
            var object = objects.get(index);
            checkFields(parent, object);
            events.add(
                    new NewEvent(
                            id(parent, object.get("id")),
                            key(parent, object.get("key")),
                            object.getOrDefault("payload", "null"),
                            headers(parent, object.get("headers"))));
        }
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(errors);
        }
        return events;
    }

    private void checkFields(String parent, Map<String, String> object) {
        if (!object.containsKey("payload")) {
            error(parent + "/payload", "The field \"payload\" is required");
        }
        for (var name : new TreeSet<>(object.keySet())) {
            if (!FIELDS.contains(name)) {
                error(
                        parent + "/" + name,
                        "The field \"%s\" is not known; known are %s"
                                .formatted(name, String.join(", ", FIELDS)));
            }
        }
    }

    private @Nullable UUID id(String parent, @Nullable String raw) {
        var text = text(parent + "/id", raw);
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            error(parent + "/id", "The field \"id\" must be a UUID");
            return null;
        }
    }

    private @Nullable String key(String parent, @Nullable String raw) {
        return text(parent + "/key", raw);
    }

    private @Nullable String text(String pointer, @Nullable String raw) {
        var node = raw == null ? null : JSON.readTree(raw);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            error(pointer, "The field \"%s\" must be a string".formatted(last(pointer)));
            return null;
        }
        return node.asString();
    }

    private Map<String, String> headers(String parent, @Nullable String raw) {
        var headers = new HashMap<String, String>();
        if (traceparent != null) {
            headers.put(TraceParent.HEADER, traceparent);
        }
        var node = raw == null ? null : JSON.readTree(raw);
        if (node == null || node.isNull()) {
            return headers;
        }
        if (!node.isObject()) {
            error(parent + "/headers", "The field \"headers\" must be an object of strings");
            return headers;
        }
        for (Map.Entry<String, JsonNode> header : node.properties()) {
            if (header.getValue().isString()) {
                headers.put(header.getKey(), header.getValue().asString());
            } else {
                error(
                        parent + "/headers/" + header.getKey(),
                        "The header \"%s\" must be a string".formatted(header.getKey()));
            }
        }
        return headers;
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    private void error(String pointer, String detail) {
        errors.add(new FieldError(pointer, detail));
    }
}
