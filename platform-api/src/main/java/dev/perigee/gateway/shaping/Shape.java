package dev.perigee.gateway.shaping;

import dev.perigee.gateway.encoding.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a backend's data goes into the answer, and under which names. Applied in the order of the
 * components; operations take the place of allow, deny and mapping when there are any. Paths are
 * dotted names.
 *
 * @param target the object to take instead of the whole; empty for the whole
 * @param allow the paths to keep; empty for all
 * @param deny the paths to leave out, when allow is empty
 * @param mapping new names of top-level members; a dotted new name is cut at its first dot
 * @param operations what to move, delete and append
 * @param group the member to put all of it under; empty for none
 */
public record Shape(
        String target,
        List<String> allow,
        List<String> deny,
        Map<String, String> mapping,
        List<FlatOperation> operations,
        String group) {

    public static final Shape WHOLE = new Shape("", List.of(), List.of(), Map.of(), List.of(), "");

    public Shape {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        mapping = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(mapping));
        operations = List.copyOf(operations);
    }

    /** The function that gives data this shape; it may change what it gets. */
    public UnaryOperator<ObjectNode> compile() {
        UnaryOperator<ObjectNode> shaping = UnaryOperator.identity();
        if (!target.isEmpty()) {
            shaping = then(shaping, new Target(target));
        }
        if (!operations.isEmpty()) {
            shaping = then(shaping, data -> FlatTree.apply(operations, data));
        } else {
            if (!allow.isEmpty()) {
                shaping = then(shaping, new AllowList(allow));
            } else if (!deny.isEmpty()) {
                shaping = then(shaping, new DenyList(deny));
            }
            if (!mapping.isEmpty()) {
                shaping = then(shaping, this::rename);
            }
        }
        return group.isEmpty() ? shaping : then(shaping, this::wrap);
    }

    private static UnaryOperator<ObjectNode> then(
            UnaryOperator<ObjectNode> first, UnaryOperator<ObjectNode> second) {
        return data -> second.apply(first.apply(data));
    }

    private ObjectNode rename(ObjectNode data) {
        mapping.forEach(
                (former, wanted) -> {
                    var dot = wanted.indexOf('.');
                    var name = dot < 0 ? wanted : wanted.substring(0, dot);
                    if (data.has(former) && !name.equals(former)) {
                        data.set(name, data.remove(former));
                    }
                });
        return data;
    }

    private ObjectNode wrap(ObjectNode data) {
        var wrapped = Json.object();
        wrapped.set(group, data);
        return wrapped;
    }

    private record Target(List<String> path) implements UnaryOperator<ObjectNode> {

        Target(String path) {
            this(List.of(path.split("\\.", -1)));
        }

        @Override
        public ObjectNode apply(ObjectNode data) {
            var object = data;
            for (var name : path) {
                if (!(object.get(name) instanceof ObjectNode inner)) {
                    return Json.object();
                }
                object = inner;
            }
            return object;
        }
    }
}
