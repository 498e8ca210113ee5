package dev.perigee.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the gateway.
 *
 * @param address an address of this machine; every address when not set
 * @param port 0 for any free one
 * @param namespace the namespace of {@code /private/<function>}
 * @param maxBody the largest request body; a larger one is answered with 413
 * @param maxBufferedBodies the most memory for all bodies that are being received; beyond it new
 *     ones are answered with 503
 * @param maxHeader the most bytes of header fields, and of the request line
 * @param headTimeout the longest time for the head of a request to arrive
 * @param bodyTimeout the longest pause while a body arrives
 * @param idleTimeout how long an unused connection stays open
 * @param drainTimeout how long running requests may go on when the process stops
 */
@ConfigurationProperties("perigee.gateway")
record GatewayProperties(
        @DefaultValue("0.0.0.0") String address,
        @DefaultValue("3000") int port,
        @DefaultValue("default") String namespace,
        @DefaultValue("20MB") DataSize maxBody,
        @DefaultValue("256MB") DataSize maxBufferedBodies,
        @DefaultValue("16KB") DataSize maxHeader,
        @DefaultValue("10s") Duration headTimeout,
        @DefaultValue("20s") Duration bodyTimeout,
        @DefaultValue("75s") Duration idleTimeout,
        @DefaultValue("10s") Duration drainTimeout) {

    GatewayProperties {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "perigee.gateway.port must be between 0 and 65535, but is " + port);
        }
        if (maxBody.toBytes() < 1 || maxBody.toBytes() > 1L << 30) {
            throw new IllegalArgumentException(
                    "perigee.gateway.max-body must be between 1B and 1GB, but is " + maxBody);
        }
        if (maxHeader.toBytes() < 1_024 || maxHeader.toBytes() > 1L << 20) {
            throw new IllegalArgumentException(
                    "perigee.gateway.max-header must be between 1KB and 1MB, but is " + maxHeader);
        }
    }
}
