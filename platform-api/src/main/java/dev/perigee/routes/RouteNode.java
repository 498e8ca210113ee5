package dev.perigee.routes;

import dev.perigee.routes.PathPattern.Segment;
import dev.perigee.routes.RouteTable.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree of path segments. Written by one thread while the table is compiled, only
 * read after that.
 */
final class RouteNode {

    /**
     * Most places have one child: it is kept here, since each map on the way costs cache misses.
     */
    private @Nullable String onlyText;

    private @Nullable RouteNode only;
    private @Nullable Map<String, RouteNode> statics;
    private @Nullable RouteLeaf here;
    private @Nullable RouteLeaf rest;
    private @Nullable RouteNode parameter;

    /** Puts the route in its place and returns the leaf that now holds it. */
    RouteLeaf add(PathPattern pattern, RouteLeaf.Target target) {
        var node = this;
        for (var segment : pattern.segments()) {
            switch (segment) {
                case Segment.Static(var text) -> node = node.addChild(text);
                case Segment.Parameter _ -> {
                    if (node.parameter == null) {
                        node.parameter = new RouteNode();
                    }
                    node = node.parameter;
                }
                case Segment.Rest _ -> {
                    if (node.rest == null) {
                        node.rest = new RouteLeaf();
                    }
                    node.rest.add(target);
                    return node.rest;
                }
            }
        }
        if (node.here == null) {
            node.here = new RouteLeaf();
        }
        node.here.add(target);
        return node.here;
    }

    private RouteNode addChild(String text) {
        if (statics != null) {
            return statics.computeIfAbsent(text, _ -> new RouteNode());
        }
        if (only == null) {
            onlyText = text;
            only = new RouteNode();
            return only;
        }
        if (text.equals(onlyText)) {
            return only;
        }
        statics = new HashMap<>();
        statics.put(String.valueOf(onlyText), only);
        return addChild(text);
    }

    private @Nullable RouteNode child(String text) {
        if (statics != null) {
            return statics.get(text);
        }
        return text.equals(onlyText) ? only : null;
    }

    @Nullable Match find(Search search, int depth) {
        if (depth == search.segments.length) {
            var found = search.visit(here, depth);
            return found != null ? found : search.visit(rest, depth);
        }
        var segment = search.segments[depth];
        var next = child(segment);
        var found = next == null ? null : next.find(search, depth + 1);
        if (found == null && parameter != null && !segment.isEmpty()) {
            search.taken.add(segment);
            found = parameter.find(search, depth + 1);
            search.taken.removeLast();
        }
        return found != null ? found : search.visit(rest, depth);
    }

    /** One look-up: what it looks for and what it met on the way. */
    static final class Search {

        private final String method;
        private final String[] segments;
        private final List<String> taken = new ArrayList<>(4);
        private @Nullable Set<String> allowed;

        Search(String method, String[] segments) {
            this.method = method;
            this.segments = segments;
        }

        /** The methods of the leaves that fit the path but not the method; null when none did. */
        @Nullable Set<String> allowed() {
            return allowed;
        }

        private @Nullable Match visit(@Nullable RouteLeaf leaf, int depth) {
            if (leaf == null) {
                return null;
            }
            var target = leaf.target(method);
            if (target == null) {
                allowed = leaf.addMethods(allowed);
                return null;
            }
            return target.names().isEmpty()
                    ? target.withoutParameters()
                    : new Match.Found(
                            target.route(), target.target(), parameters(target.names(), depth));
        }

        private Map<String, String> parameters(List<String> names, int depth) {
            if (names.size() == 1 && taken.size() == 1) {
                return Map.of(names.getFirst(), taken.getFirst());
            }
            var parameters = LinkedHashMap.<String, String>newLinkedHashMap(names.size());
            for (int i = 0; i < taken.size(); i++) {
                parameters.put(names.get(i), taken.get(i));
            }
            if (names.size() > taken.size()) {
                parameters.put(
                        names.getLast(),
                        String.join("/", List.of(segments).subList(depth, segments.length)));
            }
            return parameters;
        }
    }
}
