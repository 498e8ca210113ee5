package dev.perigee.events;

/**
 * The state of a namespace: the live one, or a shadow of its own generation that a replay writes.
 */
public record StateSpace(String namespace, long generation) {

    public StateSpace {
        Names.require("namespace", namespace);
        if (generation < 0) {
            throw new IllegalArgumentException("there is no generation " + generation);
        }
    }

    public static StateSpace live(String namespace) {
        return new StateSpace(namespace, 0);
    }
}
