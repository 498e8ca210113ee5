package dev.perigee.guests;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Call;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of a guest's call; what is wrong with them is told to the guest. */
record Arguments(String operation, ObjectNode json) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static Arguments of(Call call) {
        try {
            if (MAPPER.readTree(call.json()) instanceof ObjectNode object) {
                return new Arguments(call.operation(), object);
            }
        } catch (JacksonException _) {
            // Only code that goes round the guest library gets here; the message below says enough.
        }
        throw invalid(call.operation(), "its arguments must be one JSON object");
    }

    String requiredText(String name) {
        var text = text(name);
        if (text == null || text.isBlank()) {
            throw invalid(operation, "\"" + name + "\" is required");
        }
        return text;
    }

    @Nullable String text(String name) {
        var value = json.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw invalid(operation, "\"" + name + "\" must be a string");
        }
        return value.stringValue();
    }

    OptionalLong number(String name) {
        var value = json.get(name);
        if (value == null || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isNumber()) {
            throw invalid(operation, "\"" + name + "\" must be a number");
        }
        return OptionalLong.of((long) value.doubleValue());
    }

    boolean flag(String name) {
        var value = json.get(name);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    @Nullable JsonNode node(String name) {
        return json.get(name);
    }

    static GuestCallException invalid(String operation, String problem) {
        return new GuestCallException("invalid_arguments", operation + ": " + problem, null);
    }

    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** A string as JSON. */
    static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }
}
