package dev.perigee.gateway.shaping;

import dev.perigee.gateway.encoding.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Data as labelled branches while operations change it: an array's elements keep their first index
 * as a label until all operations are done. Of branches with the same label the last one stays.
 */
final class FlatTree {

    private static final String ANY = "*";
    private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();

    private FlatTree() {}

    static ObjectNode apply(List<FlatOperation> operations, ObjectNode data) {
        var root = Node.of(data);
        for (var operation : operations) {
            switch (operation) {
                case FlatOperation.Delete(var paths) -> paths.forEach(path -> delete(root, path));
                case FlatOperation.Move(var from, var to) -> move(root, from, to);
                case FlatOperation.Append(var from, var to) -> append(root, from, to);
            }
        }
        return root.json() instanceof ObjectNode object ? object : Json.object();
    }

    private static final class Branch {

        private String label;
        private final Node node;

        Branch(String label, Node node) {
            this.label = label;
            this.node = node;
        }
    }

    private static final class Node {

        private final List<Branch> branches = new ArrayList<>();
        private boolean array;
        private JsonNode leaf = NULL;

        static Node of(JsonNode value) {
            var node = new Node();
            node.fill(value);
            return node;
        }

        void fill(JsonNode value) {
            branches.clear();
            array = value.isArray();
            leaf = NULL;
            if (value.isEmpty()) {
                leaf = value;
            } else if (value instanceof ArrayNode elements) {
                for (int i = 0; i < elements.size(); i++) {
                    branches.add(new Branch(Integer.toString(i), of(elements.get(i))));
                }
            } else {
                value.properties()
                        .forEach(
                                member ->
                                        branches.add(
                                                new Branch(
                                                        member.getKey(), of(member.getValue()))));
            }
        }

        @Nullable Node child(String label) {
            for (var branch : branches) {
                if (branch.label.equals(label)) {
                    return branch.node;
                }
            }
            return null;
        }

        JsonNode json() {
            if (branches.isEmpty()) {
                return leaf;
            }
            if (array) {
                var elements = JsonNodeFactory.instance.arrayNode(branches.size());
                branches.forEach(branch -> elements.add(branch.node.json()));
                return elements;
            }
            var members = Json.object();
            branches.forEach(branch -> members.set(branch.label, branch.node.json()));
            return members;
        }
    }

    /** A node, and the labels that lead to it. */
    private record Place(Node node, List<String> labels) {}

    private static List<Place> places(Node root, List<String> path) {
        var places = List.of(new Place(root, List.of()));
        for (var step : path) {
            var next = new ArrayList<Place>();
            for (var place : places) {
                for (var branch : place.node.branches) {
                    if (step.equals(ANY) || step.equals(branch.label)) {
                        var labels = new ArrayList<>(place.labels);
                        labels.add(branch.label);
                        next.add(new Place(branch.node, labels));
                        if (!step.equals(ANY)) {
                            break;
                        }
                    }
                }
            }
            places = next;
        }
        return places;
    }

    private static List<String> parent(List<String> path) {
        return path.subList(0, path.size() - 1);
    }

    private static void delete(Node root, List<String> path) {
        var last = path.getLast();
        for (var place : places(root, parent(path))) {
            place.node.branches.removeIf(branch -> last.equals(ANY) || last.equals(branch.label));
        }
    }

    private static void move(Node root, List<String> from, List<String> to) {
        var last = from.getLast();
        for (var place : places(root, parent(from))) {
            var found =
                    place.node.branches.stream()
                            .filter(branch -> branch.label.equals(last))
                            .findFirst();
            if (found.isEmpty()) {
                continue;
            }
            var branch = found.get();
            if (from.size() == to.size()) {
                branch.label = to.getLast();
                continue;
            }
            place.node.branches.remove(branch);
            branch.label = to.getLast();
            var parent =
                    from.size() > to.size()
                            ? above(root, place.labels, parent(to))
                            : below(place.node, to.subList(from.size() - 1, to.size() - 1));
            parent.branches.add(branch);
        }
    }

    /** As far down the path as there are nodes; {@code *} means the label of the former place. */
    private static Node above(Node root, List<String> labels, List<String> path) {
        var node = root;
        for (int i = 0; i < path.size(); i++) {
            var child = node.child(path.get(i).equals(ANY) ? labels.get(i) : path.get(i));
            if (child == null) {
                return node;
            }
            node = child;
        }
        return node;
    }

    private static Node below(Node start, List<String> path) {
        var node = start;
        for (var step : path) {
            var child = node.child(step);
            if (child == null) {
                child = new Node();
                node.branches.add(new Branch(step, child));
            }
            node = child;
        }
        return node;
    }

    private static void append(Node root, List<String> from, List<String> to) {
        var source = places(root, from);
        var target = places(root, to);
        if (source.isEmpty() || target.isEmpty()) {
            return;
        }
        if (source.getFirst().node.json() instanceof ArrayNode added
                && target.getFirst().node.json() instanceof ArrayNode elements) {
            target.getFirst().node.fill(elements.deepCopy().addAll(added));
            delete(root, from);
        }
    }
}
