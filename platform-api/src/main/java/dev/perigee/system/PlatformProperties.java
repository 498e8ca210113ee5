package dev.perigee.system;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns the process as a whole.
 *
 * @param dataDirectory where this process keeps what it owns; no other process may use it
 */
@ConfigurationProperties("perigee")
public record PlatformProperties(
        @DefaultValue("serve") Mode mode, @DefaultValue("data") Path dataDirectory) {

    /** Whether answers may show what only the developer should see. */
    public boolean development() {
        return mode == Mode.DEV;
    }
}
