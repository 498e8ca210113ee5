/**
 * Lua's values and the operations on them (chapter 2 of the manual). A value is one of {@link Nil},
 * Boolean, Long, Double, {@link LuaString}, {@link LuaTable}, {@link LuaFunction}, {@link
 * Coroutine} or an object of another language. A list of values, as calls and returns have it, is
 * the value itself when it is one, else an {@code Object[]}.
 */
@NullMarked
package dev.perigee.lua.runtime;

import org.jspecify.annotations.NullMarked;
