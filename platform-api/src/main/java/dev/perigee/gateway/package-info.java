/**
 * The data plane: takes requests on a port of its own, finds their route, makes the arguments, has
 * the function invoked and turns its outcome into the answer.
 */
@NullMarked
package dev.perigee.gateway;

import org.jspecify.annotations.NullMarked;
