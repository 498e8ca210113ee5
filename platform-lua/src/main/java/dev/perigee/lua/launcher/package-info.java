/** The command {@code lua}: runs programs as the reference interpreter does. */
@NullMarked
package dev.perigee.lua.launcher;

import org.jspecify.annotations.NullMarked;
