package dev.perigee.gateway.shaping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the members that the paths name, and what leads to them. A later path replaces an earlier
 * one that begins or ends in the same place. An object of which nothing is left goes too; arrays
 * are kept whole or not at all.
 */
final class AllowList implements UnaryOperator<ObjectNode> {

    private final Branch root = new Branch(new HashMap<>());

    AllowList(List<String> paths) {
        for (var path : paths) {
            var names = path.split("\\.", -1);
            var branch = root;
            for (int i = 0; i < names.length - 1; i++) {
                branch = branch.child(names[i]);
            }
            branch.children.put(names[names.length - 1], Whole.WHOLE);
        }
    }

    private sealed interface Rule {}

    private enum Whole implements Rule {
        WHOLE
    }

    private record Branch(Map<String, Rule> children) implements Rule {

        Branch child(String name) {
            if (children.get(name) instanceof Branch branch) {
                return branch;
            }
            var branch = new Branch(new HashMap<>());
            children.put(name, branch);
            return branch;
        }
    }

    @Override
    public ObjectNode apply(ObjectNode data) {
        prune(root, data);
        return data;
    }

    /** Answers whether nothing is left. */
    private static boolean prune(Branch branch, ObjectNode data) {
        data.properties()
                .removeIf(
                        member ->
                                switch (branch.children.get(member.getKey())) {
                                    case null -> true;
                                    case Whole _ -> false;
                                    case Branch inner ->
                                            !(member.getValue() instanceof ObjectNode object)
                                                    || prune(inner, object);
                                });
        return data.isEmpty();
    }
}
