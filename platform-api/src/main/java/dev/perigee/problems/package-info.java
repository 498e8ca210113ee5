/** Errors of the management interface: their types and the RFC 9457 documents they become. */
@NullMarked
package dev.perigee.problems;

import org.jspecify.annotations.NullMarked;
