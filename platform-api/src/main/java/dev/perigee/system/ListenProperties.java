package dev.perigee.system;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the management interface listens.
 *
 * @param address an address of this machine; loopback in development, else every address, when not
 *     set
 * @param port 0 takes a free one
 */
@ConfigurationProperties("perigee.management")
public record ListenProperties(@Nullable String address, @DefaultValue("8080") int port) {

    public ListenProperties {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "perigee.management.port must be between 0 and 65535, but is " + port);
        }
    }
}
