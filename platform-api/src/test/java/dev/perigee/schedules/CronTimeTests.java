package dev.perigee.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTimeTests {

    @ParameterizedTest
    @CsvSource({
        "0 3 * * *, UTC, 2026-03-01T02:59:59Z, 2026-03-01T03:00:00Z",
        "0 3 * * *, Europe/Berlin, 2026-01-01T00:00:00Z, 2026-01-01T02:00:00Z",
        "*/10 * * * * *, UTC, 2026-01-01T00:00:01Z, 2026-01-01T00:00:10Z",
        "@daily, UTC, 2026-01-01T00:00:00Z, 2026-01-02T00:00:00Z",
        "0 0 29 2 *, UTC, 2026-01-01T00:00:00Z, 2028-02-29T00:00:00Z",
        // The clocks go forward over 02:30, and back over it.
        "30 2 * * *, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-30T00:30:00Z",
        "30 2 * * *, Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z"
    })
    void findsTheNextFire(String cron, String zone, Instant after, Instant next) {
        assertThat(CronTime.parse(cron, zone).after(after)).contains(next);
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 31 2 *, UTC, never fires",
        "0 0 30 2 *, UTC, never fires",
        "often, UTC, is no cron expression",
        "* * *, UTC, is no cron expression",
        "61 * * * *, UTC, is no cron expression: \"61\" is no minute",
        "0 3 * * FUN, UTC, \"FUN\" is no day of the week",
        "0 0 25 * * *, UTC, is no cron expression: \"25\" is no hour",
        "@often, UTC, known are @hourly",
        "0 3 * * *, Mars/Olympus, there is no time zone"
    })
    void refusesWhatNeverFiresOrCannotBeRead(String cron, String zone, String reason) {
        assertThatThrownBy(() -> CronTime.parse(cron, zone))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAnUnknownPolicy() {
        assertThat(MissedFires.parse("all")).isEqualTo(MissedFires.ALL);
        assertThatThrownBy(() -> MissedFires.parse("ALL"))
                .hasMessageContaining("skip, once or all");
    }
}
