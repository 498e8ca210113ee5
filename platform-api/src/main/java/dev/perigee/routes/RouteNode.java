package dev.perigee.routes;

import dev.perigee.routes.PathPattern.Segment;
import dev.perigee.routes.RouteTable.Match;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree of path segments. Written by one thread while the table is compiled, only
 * read after that.
 */
final class RouteNode {

    private static final int SMALLEST = 4;

    private final String text;
    private final int hash;

    /** Most places have one child: it is kept here, since each table costs cache misses. */
    private @Nullable RouteNode only;

    /** More children by the hash of their text, with at least as many empty places between them. */
    private @Nullable RouteNode @Nullable [] table;

    private int children;
    private @Nullable RouteLeaf here;
    private @Nullable RouteLeaf rest;
    private @Nullable RouteNode parameter;

    RouteNode() {
        this("");
    }

    private RouteNode(String text) {
        this.text = text;
        this.hash = text.hashCode();
    }

    /** Puts the route in its place and returns the leaf that now holds it. */
    RouteLeaf add(PathPattern pattern, RouteLeaf.Target target, UnaryOperator<String> shared) {
        var node = this;
        for (var segment : pattern.segments()) {
            switch (segment) {
                case Segment.Static(var name) -> node = node.addChild(shared.apply(name));
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

    private RouteNode addChild(String name) {
        if (only != null && only.text.equals(name)) {
            return only;
        }
        if (table != null) {
            var i = place(table, name.hashCode());
            for (var child = table[i]; child != null; child = table[i]) {
                if (child.text.equals(name)) {
                    return child;
                }
                i = i + 1 & table.length - 1;
            }
        }
        var child = new RouteNode(name);
        children++;
        if (children == 1) {
            only = child;
        } else {
            put(child);
        }
        return child;
    }

    private void put(RouteNode child) {
        if (table == null || 2 * children > table.length) {
            var former = table;
            table = new RouteNode[former == null ? SMALLEST : 2 * former.length];
            if (former != null) {
                for (var each : former) {
                    if (each != null) {
                        insert(table, each);
                    }
                }
            } else if (only != null) {
                insert(table, only);
                only = null;
            }
        }
        insert(table, child);
    }

    private static void insert(@Nullable RouteNode[] table, RouteNode child) {
        var i = place(table, child.hash);
        while (table[i] != null) {
            i = i + 1 & table.length - 1;
        }
        table[i] = child;
    }

    private static int place(@Nullable RouteNode[] table, int hash) {
        return (hash ^ hash >>> 16) & table.length - 1;
    }

    private @Nullable RouteNode child(RequestPath path, int depth) {
        var all = table;
        var wanted = path.hash(depth);
        if (all == null) {
            return only != null && only.isCalled(path, depth, wanted) ? only : null;
        }
        var i = place(all, wanted);
        for (var child = all[i]; child != null; child = all[i]) {
            if (child.isCalled(path, depth, wanted)) {
                return child;
            }
            i = i + 1 & all.length - 1;
        }
        return null;
    }

    private boolean isCalled(RequestPath path, int depth, int wanted) {
        return hash == wanted && path.is(depth, text);
    }

    @Nullable Match find(Search search, int depth) {
        var path = search.path;
        if (depth == path.size()) {
            var found = search.visit(here, depth);
            return found != null ? found : search.visit(rest, depth);
        }
        var next = child(path, depth);
        var found = next == null ? null : next.find(search, depth + 1);
        if (found == null && parameter != null && !path.isEmpty(depth)) {
            search.take(depth);
            found = parameter.find(search, depth + 1);
            search.giveBack();
        }
        return found != null ? found : search.visit(rest, depth);
    }

    /** One look-up: what it looks for and what it met on the way. */
    static final class Search {

        private final String method;
        private final RequestPath path;
        private int[] taken = new int[4];
        private int count;
        private @Nullable Set<String> allowed;

        Search(String method, RequestPath path) {
            this.method = method;
            this.path = path;
        }

        private void take(int depth) {
            if (count == taken.length) {
                taken = Arrays.copyOf(taken, 2 * count);
            }
            taken[count++] = depth;
        }

        private void giveBack() {
            count--;
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
            if (names.size() == 1 && count == 1) {
                return Map.of(names.getFirst(), path.text(taken[0]));
            }
            var parameters = LinkedHashMap.<String, String>newLinkedHashMap(names.size());
            for (int i = 0; i < count; i++) {
                parameters.put(names.get(i), path.text(taken[i]));
            }
            if (names.size() > count) {
                parameters.put(names.getLast(), path.rest(depth));
            }
            return parameters;
        }
    }
}
