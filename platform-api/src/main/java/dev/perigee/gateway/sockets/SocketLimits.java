package dev.perigee.gateway.sockets;

import java.time.Duration;

/**
 * Bounds of WebSockets.
 *
 * @param open how many may be open at a time
 * @param frame the largest frame in bytes, in either direction
 * @param idle how long a socket may stay without a frame, or an end without taking any
 * @param closing how long an end may take to answer that it closes
 */
public record SocketLimits(int open, int frame, Duration idle, Duration closing) {}
