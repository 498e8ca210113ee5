package dev.perigee.gateway.configuration;

import dev.perigee.gateway.pipeline.Condition;
import dev.perigee.gateway.pipeline.Stage;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads when a backend of a sequence is asked, and for which elements. */
final class StageReader {

    private static final Pattern EARLIER = Pattern.compile("resp(\\d{1,4})_.+");
    private static final int MOST_ELEMENTS = 1_000;

    private final Set<String> parameters;
    private final boolean sequential;

    StageReader(Set<String> parameters, boolean sequential) {
        this.parameters = parameters;
        this.sequential = sequential;
    }

    Stage read(ConfigNode node, int index) {
        if (!node.has("when") && !node.has("each")) {
            return Stage.PLAIN;
        }
        if (!sequential) {
            node.get(node.has("when") ? "when" : "each")
                    .mistake("needs \"merge\": \"sequential\" in the pipeline");
        }
        return new Stage(when(node.get("when"), index), node.has("each") ? fan(node, index) : null);
    }

    private Condition when(ConfigNode node, int index) {
        var tests = new LinkedHashMap<String, Condition.Test>();
        for (var name : node.keys()) {
            var place = node.get(name);
            if (!isKnown(name, index)) {
                place.mistake(
                        "is not known by then; known are the route's parameters "
                                + parameters
                                + ", JWT.CLAIM, and respN_NAME of earlier backends");
            }
            tests.put(name, test(place));
        }
        return new Condition(tests);
    }

    private boolean isKnown(String name, int index) {
        return parameters.contains(name) || name.startsWith("JWT.") || isEarlier(name, index);
    }

    private static boolean isEarlier(String name, int index) {
        var earlier = EARLIER.matcher(name);
        return earlier.matches() && Integer.parseInt(earlier.group(1)) < index;
    }

    private static Condition.Test test(ConfigNode place) {
        return switch (place.value()) {
            case ObjectNode _ -> rule(place);
            case ArrayNode array -> {
                var values = new LinkedHashSet<String>();
                for (var each : array) {
                    values.add(scalar(place, each));
                }
                yield new Condition.Test.OneOf(values);
            }
            default -> new Condition.Test.OneOf(Set.of(scalar(place, place.value())));
        };
    }

    private static Condition.Test rule(ConfigNode place) {
        place.allowOnly(Set.of("exists", "not"));
        if (place.has("exists") == place.has("not")) {
            place.mistake("must have either \"exists\", true or false, or \"not\", values");
        }
        return place.has("not")
                ? new Condition.Test.Not(test(place.get("not")))
                : new Condition.Test.Exists(place.flag("exists", true));
    }

    private static String scalar(ConfigNode place, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            place.mistake("must be a value, a list of values, {\"not\": …} or {\"exists\": …}");
            return "";
        }
        return value.asString();
    }

    private static Stage.Fan fan(ConfigNode node, int index) {
        var source = node.text("each", "");
        if (!isEarlier(source, index)) {
            node.get("each")
                    .mistake(
                            "must be an array of an earlier backend, such as \"resp0_items\", not"
                                    + " \""
                                    + source
                                    + "\"");
        }
        var group = node.text("group", "");
        if (group.isEmpty()) {
            node.get("group").mistake("must name the member that gets the replies to \"each\"");
        }
        return new Stage.Fan(
                source.isEmpty() || !EARLIER.matcher(source).matches() ? "resp0_x" : source,
                group,
                node.number("most", 100, 1, MOST_ELEMENTS),
                node.number("atOnce", 8, 1, 100));
    }
}
