/** Invoking functions: the one way in for every caller, and the records of what happened. */
@NullMarked
package dev.perigee.invocations;

import org.jspecify.annotations.NullMarked;
