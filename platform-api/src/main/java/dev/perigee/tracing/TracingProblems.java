package dev.perigee.tracing;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** What can be wrong with a request about traces. */
public final class TracingProblems {

    public static final ProblemType TRACE_NOT_FOUND =
            new ProblemType("trace-not-found", 404, "No such trace", Fault.CALLER);

    private TracingProblems() {}
}
