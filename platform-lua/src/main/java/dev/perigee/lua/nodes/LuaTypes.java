package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.TypeSystem;

/** The types that nodes hand over without boxing. */
@TypeSystem({long.class, double.class, boolean.class})
abstract class LuaTypes {}
