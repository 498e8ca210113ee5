package dev.perigee.lua.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Builtin} does with the usual arguments, for those that programs call most. Compiled
 * code has only this until it does not answer once, so it should be small, and what takes long in
 * it goes behind a boundary.
 */
@FunctionalInterface
public interface Shortcut {

    /** The result, as of the builtin, or null where that has to answer; index 0 is the function. */
    @Nullable Object call(Object[] arguments);
}
