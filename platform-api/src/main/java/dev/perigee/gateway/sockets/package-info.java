/** WebSockets that pass through: two ends, relayed frame by frame. */
@NullMarked
package dev.perigee.gateway.sockets;

import org.jspecify.annotations.NullMarked;
