package dev.perigee.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.schedules.Fires.Fire;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FiresTests {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Fires due(MissedFires missed, Instant now) {
        var when = CronTime.parse("*/10 * * * *", "UTC");
        return Fires.due(new Schedule("shop", "s", "f", when, missed), NOON, now);
    }

    private static Instant at(int minute) {
        return NOON.plusSeconds(minute * 60L);
    }

    @ParameterizedTest
    @EnumSource(MissedFires.class)
    void firesOnceWhenItIsTime(MissedFires missed) {
        var fires = due(missed, NOON.plusSeconds(2));

        assertThat(fires.events()).containsExactly(new Fire(NOON, 0));
        assertThat(fires.next()).isEqualTo(at(10));
    }

    @Test
    void leavesMissedFiresOut() {
        assertThat(due(MissedFires.SKIP, at(25)).events()).isEmpty();
        assertThat(due(MissedFires.SKIP, at(25)).next()).isEqualTo(at(30));
        assertThat(due(MissedFires.SKIP, at(20)).events()).containsExactly(new Fire(at(20), 2));
    }

    @Test
    void letsOneStandForAllMissedFires() {
        assertThat(due(MissedFires.ONCE, at(25)).events()).containsExactly(new Fire(at(20), 2));
        assertThat(due(MissedFires.ONCE, at(20)).events())
                .containsExactly(new Fire(at(10), 1), new Fire(at(20), 0));
    }

    @Test
    void makesUpForEachMissedFire() {
        assertThat(due(MissedFires.ALL, at(25)).events())
                .containsExactly(new Fire(NOON, 0), new Fire(at(10), 0), new Fire(at(20), 0));
    }

    @Test
    void makesUpForSoManyAtATime() {
        var fires = due(MissedFires.ALL, NOON.plusSeconds(365L * 86_400));

        assertThat(fires.events()).hasSize(Fires.MOST);
        assertThat(fires.next()).isEqualTo(at(10 * Fires.MOST));
    }
}
