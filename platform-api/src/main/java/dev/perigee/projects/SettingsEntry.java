package dev.perigee.projects;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * One entry of the settings file, whose keys may be written {@code likeThis} or {@code like_this}.
 * What is wrong with a value is told with its path; a key that nobody asked for is unknown.
 */
final class SettingsEntry {

    private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");

    private final String path;
    private final Map<String, Object> values;
    private final Consumer<String> problems;

    private SettingsEntry(String path, Map<String, Object> values, Consumer<String> problems) {
        this.path = path;
        this.values = values;
        this.problems = problems;
    }

    static SettingsEntry none() {
        return new SettingsEntry("", new LinkedHashMap<>(), _ -> {});
    }

    static SettingsEntry of(String path, @Nullable Map<?, ?> map, Consumer<String> problems) {
        var values = new LinkedHashMap<String, Object>();
        if (map != null) {
            map.forEach(
                    (key, value) -> {
                        if (value != null) {
                            values.put(camelCase(String.valueOf(key)), value);
                        }
                    });
        }
        return new SettingsEntry(path, values, problems);
    }

    private static String camelCase(String key) {
        return UNDERSCORE.matcher(key).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    @Nullable Object value(String key) {
        return values.remove(key);
    }

    @Nullable String text(String key) {
        var value = value(key);
        if (value instanceof Map<?, ?> || value instanceof Iterable<?>) {
            problems.accept("\"%s.%s\" must be a text".formatted(path, key));
            return null;
        }
        return value == null ? null : String.valueOf(value);
    }

    @Nullable Integer integer(String key) {
        return parsed(key, "a whole number", Integer::valueOf);
    }

    /** A duration such as {@code 500ms} or {@code 7d}. */
    @Nullable Long millis(String key) {
        return parsed(
                key,
                "a duration such as 500ms, 10s or 7d",
                text -> DurationStyle.detectAndParse(text).toMillis());
    }

    /** A size such as {@code 10MB}. */
    @Nullable Long bytes(String key) {
        return parsed(key, "a size such as 10MB", text -> DataSize.parse(text).toBytes());
    }

    private <T> @Nullable T parsed(String key, String what, Function<String, T> parse) {
        var text = text(key);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (RuntimeException _) {
            problems.accept("\"%s.%s\" must be %s, not \"%s\"".formatted(path, key, what, text));
            return null;
        }
    }

    /** An entry inside this one; null when there is none. */
    @Nullable SettingsEntry below(String key) {
        var value = value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return of(path + "." + key, map, problems);
        }
        problems.accept("\"%s.%s\" must be a list of keys and values".formatted(path, key));
        return null;
    }

    /** Tells of keys that nobody asked for, here and in an entry inside. */
    void done(@Nullable SettingsEntry inside) {
        values.keySet()
                .forEach(key -> problems.accept("\"%s.%s\" is not known".formatted(path, key)));
        if (inside != null) {
            inside.done(null);
        }
    }
}
