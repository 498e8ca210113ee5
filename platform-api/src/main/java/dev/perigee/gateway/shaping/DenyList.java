package dev.perigee.gateway.shaping;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Leaves out the members that the paths name; a path ends where there is no object. */
final class DenyList implements UnaryOperator<ObjectNode> {

    private final List<String[]> paths = new ArrayList<>();

    DenyList(List<String> paths) {
        paths.forEach(path -> this.paths.add(path.split("\\.", -1)));
    }

    @Override
    public ObjectNode apply(ObjectNode data) {
        for (var path : paths) {
            remove(path, data);
        }
        return data;
    }

    private static void remove(String[] path, ObjectNode data) {
        var object = data;
        for (int i = 0; i < path.length - 1; i++) {
            if (!(object.get(path[i]) instanceof ObjectNode inner)) {
                return;
            }
            object = inner;
        }
        object.remove(path[path.length - 1]);
    }
}
