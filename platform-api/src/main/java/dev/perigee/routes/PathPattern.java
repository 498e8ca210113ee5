package dev.perigee.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** A definition's path, taken apart and checked. */
record PathPattern(List<Segment> segments) {

    private static final int MAX_LENGTH = 2_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    PathPattern {
        segments = List.copyOf(segments);
    }

    /** One part between slashes. */
    sealed interface Segment {

        /** Matches this decoded text only. */
        record Static(String text) implements Segment {}

        /** Matches any one segment. */
        record Parameter(String name) implements Segment {}

        /** Matches all that is left, nothing included. */
        record Rest(String name) implements Segment {}
    }

    static PathPattern parse(RouteDefinition definition) {
        var path = definition.path();
        if (!path.startsWith("/")) {
            throw refused(definition, "its path must begin with a slash");
        }
        if (path.length() > MAX_LENGTH) {
            throw refused(definition, "its path is longer than " + MAX_LENGTH + " characters");
        }
        if (path.chars().anyMatch(PathPattern::isUnsafe)) {
            throw refused(
                    definition,
                    "its path must not contain spaces, control characters, \"\\\", \"?\" or \"#\"");
        }
        var segments = new ArrayList<Segment>();
        var trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (!trimmed.isEmpty()) {
            for (var raw : trimmed.substring(1).split("/", -1)) {
                segments.add(segment(definition, raw));
            }
        }
        requireRestLast(definition, segments);
        requireDistinctNames(definition, segments);
        requireNotReserved(definition, segments);
        return new PathPattern(segments);
    }

    private static boolean isUnsafe(int c) {
        return c <= ' ' || c == 0x7f || c == '\\' || c == '?' || c == '#';
    }

    private static Segment segment(RouteDefinition definition, String raw) {
        if (raw.startsWith(":")) {
            return new Segment.Parameter(name(definition, raw));
        }
        if (raw.startsWith("*")) {
            return new Segment.Rest(name(definition, raw));
        }
        var text = raw.indexOf('%') < 0 ? raw : PercentDecoding.segment(raw);
        if (text == null) {
            throw refused(definition, "\"" + raw + "\" has a malformed percent-escape");
        }
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw refused(definition, "its path must not have empty, \".\" or \"..\" segments");
        }
        return new Segment.Static(text);
    }

    private static String name(RouteDefinition definition, String raw) {
        var name = raw.substring(1);
        if (!NAME.matcher(name).matches()) {
            throw refused(
                    definition,
                    "\""
                            + raw
                            + "\" needs a name of letters, digits, \"_\" and \"-\" after the \""
                            + raw.charAt(0)
                            + "\"");
        }
        return name;
    }

    private static void requireRestLast(RouteDefinition definition, List<Segment> segments) {
        for (int i = 0; i < segments.size() - 1; i++) {
            if (segments.get(i) instanceof Segment.Rest(var name)) {
                throw refused(definition, "\"*" + name + "\" must be the last segment");
            }
        }
    }

    private static void requireDistinctNames(RouteDefinition definition, List<Segment> segments) {
        var seen = new HashSet<String>();
        for (var segment : segments) {
            var name =
                    switch (segment) {
                        case Segment.Parameter(var parameter) -> parameter;
                        case Segment.Rest(var rest) -> rest;
                        case Segment.Static _ -> null;
                    };
            if (name != null && !seen.add(name)) {
                throw refused(definition, "it uses the name \"" + name + "\" twice");
            }
        }
    }

    private static void requireNotReserved(RouteDefinition definition, List<Segment> segments) {
        if (!segments.isEmpty() && segments.getFirst().equals(new Segment.Static("private"))) {
            throw refused(
                    definition,
                    "paths under /private are reserved for direct calls from the same machine");
        }
    }

    static InvalidRouteException refused(RouteDefinition definition, String reason) {
        return InvalidRouteException.of(definition, "/path", reason);
    }

    static String describe(RouteDefinition definition) {
        return definition.method()
                + " "
                + definition.path()
                + " -> "
                + (definition.function() == null ? "pipeline" : definition.function())
                + " (namespace "
                + definition.namespace()
                + ")";
    }
}
