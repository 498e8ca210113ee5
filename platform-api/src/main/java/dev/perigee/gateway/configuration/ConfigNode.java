package dev.perigee.gateway.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place in a configuration that is being read. What is wrong is noted and the default given
 * instead, so that one reading finds all mistakes. Belongs to one thread.
 */
public final class ConfigNode {

    private final JsonNode value;
    private final String pointer;
    private final List<Mistake> mistakes;

    private ConfigNode(JsonNode value, String pointer, List<Mistake> mistakes) {
        this.value = value;
        this.pointer = pointer;
        this.mistakes = mistakes;
    }

    /** The whole document. */
    public static ConfigNode root(JsonNode document) {
        return new ConfigNode(document, "", new ArrayList<>());
    }

    /** The value as it is. */
    public JsonNode value() {
        return value;
    }

    public String pointer() {
        return pointer;
    }

    public boolean isPresent() {
        return !value.isMissingNode() && !value.isNull();
    }

    /** Everything that was found to be wrong, anywhere in the document. */
    public List<Mistake> mistakes() {
        return List.copyOf(mistakes);
    }

    /** Ends the reading with an exception when anything was wrong. */
    public void verify() {
        if (!mistakes.isEmpty()) {
            throw new InvalidConfigurationException(mistakes);
        }
    }

    /** Notes that this place is wrong. */
    public void mistake(String message) {
        mistakes.add(new Mistake(pointer, message));
    }

    public ConfigNode get(String key) {
        var child = value instanceof ObjectNode object ? object.get(key) : null;
        var escaped = key.replace("~", "~0").replace("/", "~1");
        return new ConfigNode(
                child == null ? MissingNode.getInstance() : child,
                pointer + "/" + escaped,
                mistakes);
    }

    public boolean has(String key) {
        return get(key).isPresent();
    }

    /** The text at this key; the default when there is none. */
    public String text(String key, String otherwise) {
        var node = get(key);
        if (!node.isPresent()) {
            return otherwise;
        }
        if (!node.value.isString()) {
            node.mistake("must be text, not " + node.kind());
            return otherwise;
        }
        return node.value.stringValue();
    }

    public boolean flag(String key, boolean otherwise) {
        var node = get(key);
        if (!node.isPresent()) {
            return otherwise;
        }
        if (!node.value.isBoolean()) {
            node.mistake("must be true or false, not " + node.kind());
            return otherwise;
        }
        return node.value.booleanValue();
    }

    /** A whole number between the bounds. */
    public int number(String key, int otherwise, int least, int most) {
        var node = get(key);
        if (!node.isPresent()) {
            return otherwise;
        }
        if (!node.value.isIntegralNumber()
                || !node.value.canConvertToInt()
                || node.value.intValue() < least
                || node.value.intValue() > most) {
            node.mistake("must be a whole number from " + least + " to " + most);
            return otherwise;
        }
        return node.value.intValue();
    }

    /** A duration such as {@code 2s}. */
    public Duration duration(String key, Duration otherwise) {
        var node = get(key);
        if (!node.isPresent()) {
            return otherwise;
        }
        var parsed = node.value.isString() ? Durations.parse(node.value.stringValue()) : null;
        if (parsed == null) {
            node.mistake("must be a duration such as \"2s\" or \"100ms\"");
            return otherwise;
        }
        return parsed;
    }

    /** A list of texts; a single text counts as a list of one. */
    public List<String> texts(String key) {
        var node = get(key);
        if (!node.isPresent()) {
            return List.of();
        }
        if (node.value.isString()) {
            return List.of(node.value.stringValue());
        }
        var texts = new ArrayList<String>();
        for (var each : node.elements("texts")) {
            if (each.value.isString()) {
                texts.add(each.value.stringValue());
            } else {
                each.mistake("must be text, not " + each.kind());
            }
        }
        return texts;
    }

    /** The texts by key of an object. */
    public Map<String, String> textsByKey(String key) {
        var texts = new LinkedHashMap<String, String>();
        for (var name : get(key).keys()) {
            texts.put(name, get(key).text(name, ""));
        }
        return texts;
    }

    /** The elements of the list at this key. */
    public List<ConfigNode> list(String key) {
        var node = get(key);
        return node.isPresent() ? node.elements("objects") : List.of();
    }

    private List<ConfigNode> elements(String what) {
        if (!(value instanceof ArrayNode array)) {
            mistake("must be a list of " + what + ", not " + kind());
            return List.of();
        }
        var elements = new ArrayList<ConfigNode>(array.size());
        for (int i = 0; i < array.size(); i++) {
            elements.add(new ConfigNode(array.get(i), pointer + "/" + i, mistakes));
        }
        return elements;
    }

    /** The keys of this object, in order; none when it is no object, which is a mistake. */
    public Set<String> keys() {
        if (!isPresent()) {
            return Set.of();
        }
        if (!(value instanceof ObjectNode object)) {
            mistake("must be an object, not " + kind());
            return Set.of();
        }
        var keys = new java.util.LinkedHashSet<String>();
        object.propertyNames().forEach(keys::add);
        return keys;
    }

    /** Takes every key but these for a mistake, and proposes the nearest. */
    public void allowOnly(Set<String> known) {
        for (var key : keys()) {
            if (!known.contains(key)) {
                get(key).mistake(
                                "is not known here; known are " + String.join(", ", sorted(known)));
            }
        }
    }

    /** One of the constants, written in lower case with dashes. */
    public <E extends Enum<E>> E choice(String key, E otherwise) {
        var text = text(key, name(otherwise));
        Class<E> type = otherwise.getDeclaringClass();
        var names = new TreeSet<String>();
        for (var constant : type.getEnumConstants()) {
            if (name(constant).equals(text)) {
                return constant;
            }
            names.add(name(constant));
        }
        get(key).mistake("must be one of " + String.join(", ", names) + ", not \"" + text + "\"");
        return otherwise;
    }

    private static String name(@Nullable Enum<?> constant) {
        return constant == null ? "" : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Set<String> sorted(Set<String> names) {
        return new TreeSet<>(names);
    }

    private String kind() {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> "nothing";
        };
    }
}
