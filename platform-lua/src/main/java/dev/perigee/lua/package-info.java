/**
 * Lua as a GraalVM language with the id {@code lua}. It knows nothing of the platform: any polyglot
 * embedder that has this module on its class path can run Lua.
 */
@NullMarked
package dev.perigee.lua;

import org.jspecify.annotations.NullMarked;
