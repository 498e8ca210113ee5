package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class HttpPropertiesTests {

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new HttpProperties(
                                false,
                                List.of(),
                                5000,
                                2000,
                                DataSize.ofMegabytes(20),
                                Duration.ofSeconds(5)));
    }

    @Test
    void readsEveryKey() {
        var values =
                Map.of(
                        "perigee.http.allow-private", "true",
                        "perigee.http.allowed-networks", "10.0.0.0/8,fd00::/8",
                        "perigee.http.max-concurrent", "7",
                        "perigee.http.max-connections", "3",
                        "perigee.http.max-response", "1MB",
                        "perigee.http.connect-timeout", "250ms");

        assertThat(bind(values))
                .isEqualTo(
                        new HttpProperties(
                                true,
                                List.of("10.0.0.0/8", "fd00::/8"),
                                7,
                                3,
                                DataSize.ofMegabytes(1),
                                Duration.ofMillis(250)));
    }

    @ParameterizedTest
    @CsvSource({
        "perigee.http.allowed-networks,everything",
        "perigee.http.max-concurrent,0",
        "perigee.http.max-connections,0",
        "perigee.http.max-response,0B",
        "perigee.http.max-response,3GB",
        "perigee.http.connect-timeout,0s"
    })
    void refusesWhatMakesNoSense(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    private static HttpProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("perigee.http", HttpProperties.class);
    }
}
