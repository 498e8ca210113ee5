package dev.perigee.routes;

import dev.perigee.routes.RouteTable.Match;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The routes of one path, by method. */
final class RouteLeaf {

    static final String ANY = "ANY";
    private static final List<String> COMMON =
            List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    private final Map<String, Target> targets = new HashMap<>(4);
    private @Nullable Target first;
    private String firstMethod = "";

    /** A route with what a match of it needs, made once. */
    record Target(
            RouteDefinition route,
            CompiledTarget target,
            List<String> names,
            Match.Found withoutParameters) {}

    void add(Target target) {
        var former = targets.putIfAbsent(target.route().method(), target);
        if (first == null) {
            first = target;
            firstMethod = target.route().method();
        }
        if (former != null) {
            throw InvalidRouteException.of(
                    target.route(),
                    "/path",
                    "it matches the same requests as "
                            + PathPattern.describe(former.route())
                            + "; remove one of them");
        }
    }

    @Nullable Target target(String method) {
        if (firstMethod.equals(method)) {
            return first;
        }
        var target = targets.get(method);
        if (target == null && method.equals("HEAD")) {
            target = targets.get("GET");
        }
        return target != null ? target : targets.get(ANY);
    }

    Set<String> addMethods(@Nullable Set<String> others) {
        var methods = others == null ? new TreeSet<String>() : others;
        for (var method : targets.keySet()) {
            if (method.equals(ANY)) {
                methods.addAll(COMMON);
            } else {
                methods.add(method);
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return methods;
    }
}
