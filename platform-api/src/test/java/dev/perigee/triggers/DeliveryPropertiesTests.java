package dev.perigee.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.events.postgres.DispatchSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DeliveryPropertiesTests {

    @Test
    void hasTheDefaultsOfTheLog() {
        assertThat(bind(Map.of()).dispatch()).isEqualTo(DispatchSettings.DEFAULT);
        assertThat(bind(Map.of()).patience()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void takesEveryKey() {
        var properties =
                bind(
                        Map.of(
                                "perigee.events.triggers.concurrent", "3",
                                "perigee.events.triggers.lease", "9s",
                                "perigee.events.triggers.survey", "2s",
                                "perigee.events.triggers.page", "7",
                                "perigee.events.triggers.patience", "4s"));

        assertThat(properties.dispatch())
                .isEqualTo(
                        new DispatchSettings(Duration.ofSeconds(9), Duration.ofSeconds(2), 3, 7));
        assertThat(properties.patience()).isEqualTo(Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @CsvSource({
        "concurrent, 0, at least one place",
        "lease, 2s, three surveys",
        "survey, 0s, longer than nothing",
        "patience, -1s, not negative"
    })
    void refusesWhatCannotWork(String key, String value, String reason) {
        assertThatThrownBy(() -> bind(Map.of("perigee.events.triggers." + key, value)))
                .rootCause()
                .hasMessageContaining(reason);
    }

    private static DeliveryProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("perigee.events.triggers", DeliveryProperties.class);
    }
}
