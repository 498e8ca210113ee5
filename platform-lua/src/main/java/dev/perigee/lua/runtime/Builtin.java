package dev.perigee.lua.runtime;

/**
 * The body of a function of the standard library. It belongs to the language, not to a context:
 * what it needs of a context it asks the context for. Work that the compiler should not see goes
 * behind a boundary.
 */
@FunctionalInterface
public interface Builtin {

    /** Returns one value, or any other number of them as an {@code Object[]}. */
    Object call(Args arguments);
}
