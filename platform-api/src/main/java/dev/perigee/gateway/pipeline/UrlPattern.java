package dev.perigee.gateway.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A backend's path and query with parameters in braces. What a parameter holds stays within its
 * segment, or its query value: it is encoded for its place. Only {@code {*name}} keeps slashes, for
 * what a wildcard of the route took.
 */
public final class UrlPattern {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\*?[\\w\\-.:/]+)}");
    private static final String SAFE_IN_PATH = "-._~!$&'()*+,;=:@";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final List<Part> parts = new ArrayList<>();

    public UrlPattern(String pattern) {
        var matcher = PARAMETER.matcher(pattern);
        var from = 0;
        var question = pattern.indexOf('?');
        while (matcher.find()) {
            parts.add(new Part(pattern.substring(from, matcher.start()), null, Place.SEGMENT));
            var name = matcher.group(1);
            if (name.startsWith("*")) {
                parts.add(new Part("", name.substring(1), Place.SEGMENTS));
            } else {
                var inQuery = question >= 0 && matcher.start() > question;
                parts.add(new Part("", name, inQuery ? Place.QUERY : Place.SEGMENT));
            }
            from = matcher.end();
        }
        if (from < pattern.length() || parts.isEmpty()) {
            parts.add(new Part(pattern.substring(from), null, Place.SEGMENT));
        }
    }

    private enum Place {
        SEGMENT,
        SEGMENTS,
        QUERY
    }

    private record Part(String text, @Nullable String parameter, Place place) {}

    /** The names in braces. */
    public Set<String> parameters() {
        var names = new LinkedHashSet<String>();
        for (var part : parts) {
            if (part.parameter() != null) {
                names.add(part.parameter());
            }
        }
        return names;
    }

    /** The target with the values in their places; null when a value is missing or climbs. */
    @Nullable String expand(Map<String, String> values) {
        if (parts.size() == 1 && parts.getFirst().parameter() == null) {
            return parts.getFirst().text();
        }
        var target = new StringBuilder(64);
        for (var part : parts) {
            if (part.parameter() == null) {
                target.append(part.text());
                continue;
            }
            var value = values.get(part.parameter());
            if (value == null || isClimbing(value)) {
                return null;
            }
            target.append(
                    switch (part.place()) {
                        case SEGMENT -> segment(value, false);
                        case SEGMENTS -> segment(value, true);
                        case QUERY -> QueryString.encode(value);
                    });
        }
        return target.toString();
    }

    private static boolean isClimbing(String value) {
        if (value.indexOf('.') < 0) {
            return false;
        }
        for (var segment : value.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static String segment(String value, boolean keepsSlashes) {
        var encoded = new StringBuilder(value.length() + 8);
        for (var b : value.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (b & 0xff);
            if (QueryString.isAlphanumeric(c)
                    || (c == '/' && keepsSlashes)
                    || SAFE_IN_PATH.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return encoded.toString();
    }
}
