package dev.perigee.gateway;

import dev.perigee.gateway.sockets.SocketLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of WebSockets that pass through the gateway.
 *
 * @param maxOpen how many may be open at a time; more are answered with 503
 * @param maxFrame the largest frame in either direction; a larger one closes its socket with 1009
 * @param idleTimeout how long a socket may stay without a frame
 * @param closeTimeout how long an end may take to answer that it closes
 */
@ConfigurationProperties("perigee.gateway.web-sockets")
record WebSocketProperties(
        @DefaultValue("5000") int maxOpen,
        @DefaultValue("1MB") DataSize maxFrame,
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue("5s") Duration closeTimeout) {

    WebSocketProperties {
        if (maxOpen < 0) {
            throw new IllegalArgumentException(
                    "perigee.gateway.web-sockets.max-open must not be negative, but is " + maxOpen);
        }
        if (maxFrame.toBytes() < 125 || maxFrame.toBytes() > 64L << 20) {
            throw new IllegalArgumentException(
                    "perigee.gateway.web-sockets.max-frame must be between 125B and 64MB, but is "
                            + maxFrame);
        }
        requireAtLeast("idle-timeout", idleTimeout);
        requireAtLeast("close-timeout", closeTimeout);
    }

    private static void requireAtLeast(String name, Duration time) {
        if (time.toMillis() < 10) {
            throw new IllegalArgumentException(
                    "perigee.gateway.web-sockets."
                            + name
                            + " must be at least 10ms, but is "
                            + time);
        }
    }

    SocketLimits limits() {
        return new SocketLimits(
                maxOpen, Math.toIntExact(maxFrame.toBytes()), idleTimeout, closeTimeout);
    }
}
