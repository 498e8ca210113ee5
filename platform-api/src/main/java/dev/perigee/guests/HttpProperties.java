package dev.perigee.guests;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What functions may do over HTTP.
 *
 * @param allowPrivate lets them reach private, loopback and other addresses that are not public
 * @param allowedNetworks networks in CIDR notation that are allowed all the same
 * @param maxConcurrent requests under way at the same time, of all functions
 * @param maxConnections open connections per host
 * @param maxResponse largest response body, after decompression
 * @param connectTimeout longest time for one connection attempt
 */
@ConfigurationProperties("perigee.http")
record HttpProperties(
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue List<String> allowedNetworks,
        @DefaultValue("5000") int maxConcurrent,
        @DefaultValue("2000") int maxConnections,
        @DefaultValue("20MB") DataSize maxResponse,
        @DefaultValue("5s") Duration connectTimeout) {

    HttpProperties {
        allowedNetworks = List.copyOf(allowedNetworks);
        if (maxConcurrent < 1 || maxConnections < 1) {
            throw new IllegalArgumentException(
                    "perigee.http.max-concurrent and max-connections must be at least 1");
        }
        if (maxResponse.toBytes() < 1 || maxResponse.toBytes() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "perigee.http.max-response must be from 1 byte to 2 GB, not " + maxResponse);
        }
        if (connectTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "perigee.http.connect-timeout must be at least a millisecond");
        }
        for (var network : allowedNetworks) {
            Network.parse(network);
        }
    }
}
