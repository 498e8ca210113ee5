package dev.perigee.state;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** What can be wrong with a request about state, beside what the event log refuses. */
public final class StateProblems {

    public static final ProblemType STATE_NOT_FOUND =
            new ProblemType("state-not-found", 404, "No such entry", Fault.CALLER);

    private StateProblems() {}
}
