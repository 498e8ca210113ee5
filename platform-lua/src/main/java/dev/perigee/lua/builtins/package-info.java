/**
 * The standard libraries (chapter 6 of the manual), and those of the 5.1 dialect that programs
 * still use.
 */
@NullMarked
package dev.perigee.lua.builtins;

import org.jspecify.annotations.NullMarked;
