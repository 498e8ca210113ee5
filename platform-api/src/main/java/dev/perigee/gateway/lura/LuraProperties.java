package dev.perigee.gateway.lura;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A configuration file of Lura's to serve beside the stored routes.
 *
 * @param file none when not set
 * @param poll how often the file is looked at for changes
 */
@ConfigurationProperties("perigee.lura")
record LuraProperties(@Nullable Path file, @DefaultValue("1s") Duration poll) {

    LuraProperties {
        if (poll.toMillis() < 10) {
            throw new IllegalArgumentException(
                    "perigee.lura.poll must be at least 10ms, but is " + poll);
        }
    }
}
