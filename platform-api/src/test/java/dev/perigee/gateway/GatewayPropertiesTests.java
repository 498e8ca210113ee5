package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class GatewayPropertiesTests {

    private static GatewayProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("perigee.gateway", GatewayProperties.class);
    }

    @Test
    void hasSafeDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new GatewayProperties(
                                "0.0.0.0",
                                3000,
                                "default",
                                DataSize.ofMegabytes(20),
                                DataSize.ofMegabytes(256),
                                DataSize.ofKilobytes(16),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(75),
                                Duration.ofSeconds(10)));
    }

    @Test
    void takesEverySetting() {
        assertThat(
                        bind(
                                Map.of(
                                        "perigee.gateway.address", "127.0.0.1",
                                        "perigee.gateway.port", "0",
                                        "perigee.gateway.namespace", "other",
                                        "perigee.gateway.max-body", "1MB",
                                        "perigee.gateway.max-buffered-bodies", "2MB",
                                        "perigee.gateway.max-header", "8KB",
                                        "perigee.gateway.head-timeout", "1s",
                                        "perigee.gateway.body-timeout", "2s",
                                        "perigee.gateway.idle-timeout", "3s",
                                        "perigee.gateway.drain-timeout", "4s")))
                .isEqualTo(
                        new GatewayProperties(
                                "127.0.0.1",
                                0,
                                "other",
                                DataSize.ofMegabytes(1),
                                DataSize.ofMegabytes(2),
                                DataSize.ofKilobytes(8),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4)));
    }

    @Test
    void refusesWhatCannotWorkNamingTheSetting() {
        for (var setting :
                Map.of("port", "70000", "max-body", "2GB", "max-header", "10B").entrySet()) {
            var key = "perigee.gateway." + setting.getKey();

            assertThatThrownBy(() -> bind(Map.of(key, setting.getValue())))
                    .hasStackTraceContaining(key + " must be between");
        }
    }
}
