/** The module {@code cjson}: JSON for Lua values, on bytes. */
@NullMarked
package dev.perigee.lua.json;

import org.jspecify.annotations.NullMarked;
