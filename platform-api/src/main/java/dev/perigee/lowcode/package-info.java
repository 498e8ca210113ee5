/**
 * The two addresses that clients of lowcode-faas know, over the same functions as everything else.
 */
@NullMarked
package dev.perigee.lowcode;

import org.jspecify.annotations.NullMarked;
