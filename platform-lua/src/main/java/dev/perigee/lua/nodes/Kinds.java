package dev.perigee.lua.nodes;

/** Sets of types that a node has seen in one place, as bits. */
final class Kinds {

    static final int NONE = 0;
    static final int INTEGER = 1;
    static final int FLOAT = 2;
    static final int NUMBER = INTEGER | FLOAT;
    static final int OTHER = 4;

    private Kinds() {}

    static int of(Object value) {
        if (value instanceof Long) {
            return INTEGER;
        }
        return value instanceof Double ? FLOAT : OTHER;
    }
}
