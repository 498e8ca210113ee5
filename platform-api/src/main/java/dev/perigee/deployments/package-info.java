/** Publishing a whole project at once: its functions and routes, all of them or none. */
@NullMarked
package dev.perigee.deployments;

import org.jspecify.annotations.NullMarked;
