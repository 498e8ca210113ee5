package dev.perigee.invocations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class InvocationPropertiesTests {

    private static InvocationProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("perigee.invocations", InvocationProperties.class);
    }

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new InvocationProperties(
                                10_000,
                                1_000,
                                20_000,
                                DataSize.ofMegabytes(64),
                                Duration.ofMillis(50),
                                Duration.ofDays(7)));
    }

    @Test
    void takesEverySetting() {
        assertThat(
                        bind(
                                Map.of(
                                        "perigee.invocations.max-in-flight", "1",
                                        "perigee.invocations.recorded-per-second", "2",
                                        "perigee.invocations.buffered-records", "3",
                                        "perigee.invocations.buffered-logs", "4KB",
                                        "perigee.invocations.flush-interval", "5ms",
                                        "perigee.invocations.retention", "6d")))
                .isEqualTo(
                        new InvocationProperties(
                                1,
                                2,
                                3,
                                DataSize.ofKilobytes(4),
                                Duration.ofMillis(5),
                                Duration.ofDays(6)));
    }

    @Test
    void refusesWhatCannotWorkNamingTheSetting() {
        for (var setting :
                Map.of("max-in-flight", "0", "retention", "3h", "flush-interval", "0ms")
                        .entrySet()) {
            var key = "perigee.invocations." + setting.getKey();

            assertThatThrownBy(() -> bind(Map.of(key, setting.getValue())))
                    .hasStackTraceContaining(key);
        }
    }
}
