package dev.perigee.schedules;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** What can be wrong with a request about schedules, beside what is wrong with triggers. */
public final class ScheduleProblems {

    public static final ProblemType SCHEDULE_NOT_FOUND =
            new ProblemType("schedule-not-found", 404, "No such schedule", Fault.CALLER);

    private ScheduleProblems() {}
}
