package dev.perigee.triggers;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** What can be wrong with a request about triggers, beside what the event log refuses. */
public final class TriggerProblems {

    public static final ProblemType INVALID_TRIGGER =
            new ProblemType("invalid-trigger", 400, "The trigger cannot work", Fault.CALLER);
    public static final ProblemType DEAD_LETTER_NOT_FOUND =
            new ProblemType("dead-letter-not-found", 404, "No such dead letter", Fault.CALLER);

    private TriggerProblems() {}
}
