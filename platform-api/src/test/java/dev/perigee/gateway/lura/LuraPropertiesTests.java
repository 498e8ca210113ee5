package dev.perigee.gateway.lura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LuraPropertiesTests {

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of())).isEqualTo(new LuraProperties(null, Duration.ofSeconds(1)));
    }

    @Test
    void takesEverySetting() {
        assertThat(bind(Map.of("perigee.lura.file", "/f.json", "perigee.lura.poll", "2s")))
                .isEqualTo(new LuraProperties(Path.of("/f.json"), Duration.ofSeconds(2)));
    }

    @Test
    void refusesToPollAllTheTime() {
        assertThatThrownBy(() -> bind(Map.of("perigee.lura.poll", "1ms")))
                .isInstanceOf(BindException.class)
                .hasRootCauseMessage("perigee.lura.poll must be at least 10ms, but is PT0.001S");
    }

    private static LuraProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("perigee.lura", LuraProperties.class);
    }
}
