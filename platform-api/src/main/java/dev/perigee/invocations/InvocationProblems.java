package dev.perigee.invocations;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** What can be wrong with a request about invocations. */
public final class InvocationProblems {

    public static final ProblemType INVOCATION_NOT_FOUND =
            new ProblemType(
                    "invocation-not-found", 404, "No such invocation is recorded", Fault.CALLER);

    private InvocationProblems() {}
}
