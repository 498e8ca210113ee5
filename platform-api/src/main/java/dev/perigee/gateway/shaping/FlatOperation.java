package dev.perigee.gateway.shaping;

import java.util.List;

/**
 * One change of a tree of data. Paths are names and array indexes between dots; {@code *} stands
 * for any one of them.
 */
public sealed interface FlatOperation {

    /** Deletes what these paths lead to. An object or array of which nothing is left is null. */
    record Delete(List<List<String>> paths) implements FlatOperation {}

    /**
     * Moves what one path leads to. With paths of the same length only the last name changes; with
     * a shorter new path the value is attached above, with a longer one below its former place.
     */
    record Move(List<String> from, List<String> to) implements FlatOperation {}

    /** Adds the elements of one array to another and deletes the first. */
    record Append(List<String> from, List<String> to) implements FlatOperation {}

    /** The parts of a dotted path. */
    static List<String> path(String dotted) {
        return List.of(dotted.split("\\.", -1));
    }
}
