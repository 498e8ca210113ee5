package dev.perigee.gateway.pipeline;

import dev.perigee.routes.PercentDecoding;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a URL after the question mark, as names and values. */
public final class QueryString {

    private QueryString() {}

    /** The decoded names and values in their order; null when an escape is malformed. */
    public static @Nullable Map<String, List<String>> parse(@Nullable String raw) {
        return parse(raw, "");
    }

    /** The same, with a value of the caller's own for a name without one. */
    public static @Nullable Map<String, List<String>> parse(@Nullable String raw, String none) {
        if (raw == null || raw.isEmpty()) {
            return Map.of();
        }
        var values = new LinkedHashMap<String, List<String>>();
        var from = 0;
        while (from <= raw.length()) {
            var end = raw.indexOf('&', from);
            end = end < 0 ? raw.length() : end;
            if (end > from) {
                var equals = raw.indexOf('=', from);
                var bare = equals < 0 || equals > end;
                var name = PercentDecoding.field(raw.substring(from, bare ? end : equals));
                var value = bare ? none : PercentDecoding.field(raw.substring(equals + 1, end));
                if (name == null || value == null) {
                    return null;
                }
                values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
            }
            from = end + 1;
        }
        return values;
    }

    /** Appends the names and values to a path that may have a query already. */
    static String append(String target, Map<String, List<String>> query) {
        if (query.isEmpty()) {
            return target;
        }
        var text = new StringBuilder(target.length() + 32).append(target);
        var separator = target.indexOf('?') < 0 ? '?' : '&';
        for (var field : query.entrySet()) {
            for (var value : field.getValue()) {
                text.append(separator)
                        .append(encode(field.getKey()))
                        .append('=')
                        .append(encode(value));
                separator = '&';
            }
        }
        return text.toString();
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    static String encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!isAlphanumeric(c)) {
                return URLEncoder.encode(text, StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}
