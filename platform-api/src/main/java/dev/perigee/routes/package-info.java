/** Route definitions and the compiled table of them. */
@NullMarked
package dev.perigee.routes;

import org.jspecify.annotations.NullMarked;
