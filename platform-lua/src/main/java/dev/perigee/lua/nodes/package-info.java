/**
 * The interpreter: a tree of self-specialising nodes, and its construction from the syntax tree.
 */
@NullMarked
package dev.perigee.lua.nodes;

import org.jspecify.annotations.NullMarked;
