package dev.perigee.gateway.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parameter out of an earlier reply of a sequence, such as {@code resp0_user.id}. A number in the
 * path takes an element of an array.
 *
 * @param name how patterns name it
 * @param backend which reply
 */
record ReplyParameter(String name, int backend, List<String> path) {

    private static final Pattern NAME = Pattern.compile("[Rr]esp(\\d{1,4})_([\\w-.]+)");

    /** The parameter that a pattern's name means; null when it means none. */
    static @Nullable ReplyParameter parse(String name) {
        var matcher = NAME.matcher(name);
        return matcher.matches()
                ? new ReplyParameter(
                        name,
                        Integer.parseInt(matcher.group(1)),
                        List.of(matcher.group(2).split("\\.", -1)))
                : null;
    }

    static List<ReplyParameter> parseAll(Iterable<String> names) {
        var all = new ArrayList<ReplyParameter>();
        for (var name : names) {
            var parameter = parse(name);
            if (parameter != null) {
                all.add(parameter);
            }
        }
        return all;
    }

    /** Puts the value among the others, unless it is there or the reply has none. */
    void read(Reply.@Nullable Data[] replies, Map<String, String> values) {
        var value = values.containsKey(name) ? null : find(replies);
        if (value != null) {
            values.put(name, text(value));
        }
    }

    /** The value; null when there is none. */
    @Nullable JsonNode find(Reply.@Nullable Data[] replies) {
        var reply = backend < replies.length ? replies[backend] : null;
        return reply == null ? null : at(reply.data(), path);
    }

    /** What lies at the end of a path of names and numbers; null when nothing does. */
    static @Nullable JsonNode at(JsonNode start, List<String> path) {
        @Nullable JsonNode value = start;
        for (var step : path) {
            value =
                    switch (value) {
                        case ObjectNode object -> object.get(step);
                        case ArrayNode array when step.matches("\\d{1,9}") ->
                                array.get(Integer.parseInt(step));
                        case null, default -> null;
                    };
        }
        return value;
    }

    static String text(JsonNode value) {
        return value instanceof ArrayNode array
                ? StreamSupport.stream(array.spliterator(), false)
                        .map(ReplyParameter::scalar)
                        .collect(Collectors.joining(","))
                : scalar(value);
    }

    private static String scalar(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }
}
