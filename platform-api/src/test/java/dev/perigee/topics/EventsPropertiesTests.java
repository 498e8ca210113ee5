package dev.perigee.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.postgres.EventLogSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EventsPropertiesTests {

    @Test
    void hasTheDefaultsOfTheLog() {
        var properties = bind(Map.of());

        assertThat(properties.connections()).isEqualTo(12);
        assertThat(properties.log()).isEqualTo(EventLogSettings.DEFAULT);
        assertThat(properties.segments().limits()).isEqualTo(SegmentUpkeep.Limits.DEFAULT);
        assertThat(properties.segments().upkeep()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void takesEveryKey() {
        var settings = new HashMap<String, String>();
        settings.put("perigee.events.connections", "5");
        settings.put("perigee.events.poll", "2s");
        settings.put("perigee.events.append.queued-events", "7");
        settings.put("perigee.events.append.queued-bytes", "1KB");
        settings.put("perigee.events.append.group-events", "3");
        settings.put("perigee.events.append.group-bytes", "2KB");
        settings.put("perigee.events.segments.size", "9MB");
        settings.put("perigee.events.segments.age", "3h");
        settings.put("perigee.events.segments.upkeep", "7s");

        var properties = bind(settings);

        assertThat(properties.connections()).isEqualTo(5);
        assertThat(properties.log())
                .isEqualTo(new EventLogSettings(7, 1024, 3, 2048, Duration.ofSeconds(2)));
        assertThat(properties.segments().limits())
                .isEqualTo(new SegmentUpkeep.Limits(9 << 20, Duration.ofHours(3)));
        assertThat(properties.segments().upkeep()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({
        "connections, 4, at least 5",
        "poll, 0s, poll must be longer",
        "append.queued-events, 0, must be positive",
        "segments.size, 0B, have a size and an age",
        "segments.upkeep, 0s, longer than nothing"
    })
    void refusesWhatCannotWork(String key, String value, String reason) {
        assertThatThrownBy(() -> bind(Map.of("perigee.events." + key, value)))
                .rootCause()
                .hasMessageContaining(reason);
    }

    private static EventsProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("perigee.events", EventsProperties.class);
    }
}
