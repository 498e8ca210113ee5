package dev.perigee.invocations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.executor.polyglot.ExecutorSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ExecutorPropertiesTests {

    private static ExecutorSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("perigee.executor", ExecutorProperties.class)
                .settings();
    }

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of())).isEqualTo(ExecutorSettings.DEFAULT);
    }

    @Test
    void takesEverySetting() {
        assertThat(
                        bind(
                                Map.of(
                                        "perigee.executor.lanes", "3",
                                        "perigee.executor.contexts-per-lane", "4",
                                        "perigee.executor.queue-per-lane", "5",
                                        "perigee.executor.in-flight-per-function", "6",
                                        "perigee.executor.quantum", "7ms",
                                        "perigee.executor.max-lua-string", "8MB")))
                .isEqualTo(
                        new ExecutorSettings(
                                3,
                                4,
                                5,
                                6,
                                Duration.ofMillis(7),
                                ExecutorSettings.DEFAULT.detachedCarriers(),
                                8 << 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1023KB", "1025MB", "5GB"})
    void refusesLengthsThatStringsCannotHave(String length) {
        assertThatThrownBy(() -> bind(Map.of("perigee.executor.max-lua-string", length)))
                .hasMessageContaining("maxLuaString must be between 1 MB and 1 GB");
    }
}
