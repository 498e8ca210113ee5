/** How pipelines reach their backends: HTTP clients, hosts and the choice among them. */
@NullMarked
package dev.perigee.gateway.upstream;

import org.jspecify.annotations.NullMarked;
