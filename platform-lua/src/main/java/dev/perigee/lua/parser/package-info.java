/**
 * The front end: bytes to a syntax tree in which every name is resolved. It follows chapter 3 of
 * the Lua 5.4 reference manual, and words its errors as the reference implementation does.
 */
@NullMarked
package dev.perigee.lua.parser;

import org.jspecify.annotations.NullMarked;
