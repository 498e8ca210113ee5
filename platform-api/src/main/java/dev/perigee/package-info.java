/**
 * The application: it composes the modules and starts them in the roles that the command line asks
 * for.
 */
@NullMarked
package dev.perigee;

import org.jspecify.annotations.NullMarked;
