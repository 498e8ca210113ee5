package dev.perigee.routes;

import dev.perigee.routes.PathPattern.Segment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table: a tree by segments that tries static text, then the parameter, then the rest,
 * and steps back when a branch has no answer for the method. Wholly static paths are also kept in a
 * hash table, where a match makes no garbage.
 */
final class CompiledRouteTable implements RouteTable {

    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]{0,30}");
    private static final Match NOT_FOUND = new Match.NotFound();

    private final RouteNode root = new RouteNode();
    private final Map<String, RouteLeaf> statics = new HashMap<>();

    /** Equal texts and lists of names are kept once: what many routes share stays in the cache. */
    private final Map<Object, Object> shared = new HashMap<>();

    private CompiledRouteTable() {}

    static CompiledRouteTable compile(
            Collection<RouteDefinition> definitions, TargetCompiler compiler) {
        var table = new CompiledRouteTable();
        var refusals = new ArrayList<InvalidRouteException.Refusal>();
        for (var definition : definitions) {
            try {
                table.add(definition, compiler);
            } catch (InvalidRouteException invalid) {
                refusals.addAll(invalid.refusals());
            }
        }
        if (!refusals.isEmpty()) {
            throw new InvalidRouteException(refusals);
        }
        table.shared.clear();
        return table;
    }

    @SuppressWarnings("unchecked") // Equal values are of the same type.
    private <T> T share(T value) {
        return (T) shared.computeIfAbsent(value, same -> same);
    }

    private void add(RouteDefinition definition, TargetCompiler compiler) {
        if (!METHOD.matcher(definition.method()).matches()
                || definition.method().equals("CONNECT")) {
            throw InvalidRouteException.of(
                    definition,
                    "/method",
                    "\""
                            + definition.method()
                            + "\" is no method; write one such as GET or POST in capitals, or ANY");
        }
        var pattern = PathPattern.parse(definition);
        var names = pattern.segments().stream().map(CompiledRouteTable::name);
        var target = target(definition, compiler);
        var leaf =
                root.add(
                        pattern,
                        new RouteLeaf.Target(
                                definition,
                                target,
                                share(names.filter(Objects::nonNull).map(String::valueOf).toList()),
                                new Match.Found(definition, target, Map.of())),
                        this::share);
        addStatic(pattern, leaf);
    }

    private void addStatic(PathPattern pattern, RouteLeaf leaf) {
        var path = new StringBuilder();
        for (var segment : pattern.segments()) {
            // A decoded slash or percent sign must not look like a raw one.
            if (!(segment instanceof Segment.Static(var text))
                    || text.indexOf('/') >= 0
                    || text.indexOf('%') >= 0) {
                return;
            }
            path.append('/').append(text);
        }
        statics.put(path.isEmpty() ? "/" : path.toString(), leaf);
    }

    private static @Nullable String name(Segment segment) {
        return switch (segment) {
            case Segment.Static _ -> null;
            case Segment.Parameter(var name) -> name;
            case Segment.Rest(var name) -> name;
        };
    }

    private static CompiledTarget target(RouteDefinition definition, TargetCompiler compiler) {
        try {
            return compiler.compile(definition);
        } catch (InvalidTargetException broken) {
            throw new InvalidRouteException(
                    List.of(
                            new InvalidRouteException.Refusal(
                                    definition,
                                    "route "
                                            + PathPattern.describe(definition)
                                            + ": "
                                            + broken.getMessage(),
                                    broken.errors())));
        } catch (IllegalArgumentException unfit) {
            throw InvalidRouteException.of(
                    definition,
                    definition.function() == null ? "/pipeline" : "/function",
                    Objects.toString(unfit.getMessage()));
        }
    }

    @Override
    public Match match(String method, String path) {
        var leaf = statics.get(path);
        if (leaf != null) {
            var target = leaf.target(method);
            if (target != null) {
                return target.withoutParameters();
            }
        }
        var cut = RequestPath.parse(path);
        if (cut == null) {
            return NOT_FOUND;
        }
        var search = new RouteNode.Search(method, cut);
        var found = root.find(search, 0);
        if (found != null) {
            return found;
        }
        var allowed = search.allowed();
        return allowed == null ? NOT_FOUND : new Match.OtherMethods(Set.copyOf(allowed));
    }
}
