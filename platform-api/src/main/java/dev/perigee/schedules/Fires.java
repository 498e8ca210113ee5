package dev.perigee.schedules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be appended for a schedule that is due, and when it is due again.
 *
 * @param events oldest first
 * @param next the first fire that is still to come
 */
record Fires(List<Fire> events, Instant next) {

    /** Later than this, a fire counts as missed. */
    static final Duration GRACE = Duration.ofSeconds(60);

    /** Most events of one round; the next round goes on. */
    static final int MOST = 1_000;

    Fires {
        events = List.copyOf(events);
    }

    /**
     * One event.
     *
     * @param missed earlier fires that it stands for as well
     */
    record Fire(Instant time, long missed) {}

    /** For a schedule whose next fire was to be at that time, which has come. */
    static Fires due(Schedule schedule, Instant nextFire, Instant now) {
        var times = new ArrayList<Instant>();
        var missed = 0L;
        var at = nextFire;
        while (!at.isAfter(now) && times.size() < MOST) {
            var late = at.isBefore(now.minus(GRACE));
            if (late && schedule.missed() != MissedFires.ALL) {
                missed++;
                if (schedule.missed() == MissedFires.ONCE) {
                    times.clear();
                    times.add(at);
                }
            } else {
                times.add(at);
            }
            at = schedule.when().after(at).orElse(Instant.MAX);
        }
        return new Fires(fires(times, missed, now), at);
    }

    /** The missed ones are told by the first event, which is itself one of them when it is late. */
    private static List<Fire> fires(List<Instant> times, long missed, Instant now) {
        var fires = new ArrayList<Fire>();
        for (var time : times) {
            var first = fires.isEmpty() && missed > 0;
            var late = time.isBefore(now.minus(GRACE));
            fires.add(new Fire(time, first ? missed - (late ? 1 : 0) : 0));
        }
        return fires;
    }
}
