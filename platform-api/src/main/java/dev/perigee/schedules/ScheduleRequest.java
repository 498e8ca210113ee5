package dev.perigee.schedules;

import dev.perigee.problems.Inputs;
import org.jspecify.annotations.Nullable;

/** A schedule that is to be created; UTC and {@code once} when nothing else is said. */
record ScheduleRequest(
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String function,
        @Nullable String cron,
        @Nullable String zone,
        @Nullable String missed) {

    Schedule schedule() {
        var of = namespace == null ? "default" : namespace;
        var called = Inputs.required("/name", name);
        var runs = Inputs.required("/function", function);
        var expression = Inputs.required("/cron", cron);
        var in = zone == null ? "UTC" : zone;
        Inputs.checked("/zone", () -> CronTime.zone(in));
        var when = Inputs.checked("/cron", () -> CronTime.parse(expression, in));
        var policy = missed == null ? MissedFires.ONCE.text() : missed;
        var missedFires = Inputs.checked("/missed", () -> MissedFires.parse(policy));
        return Inputs.checked("/name", () -> new Schedule(of, called, runs, when, missedFires));
    }
}
