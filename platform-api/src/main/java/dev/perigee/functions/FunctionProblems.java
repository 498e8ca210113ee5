package dev.perigee.functions;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** What can be wrong with a request about functions. */
public final class FunctionProblems {

    public static final ProblemType FUNCTION_NOT_FOUND =
            new ProblemType("function-not-found", 404, "No such function", Fault.CALLER);
    public static final ProblemType VERSION_NOT_FOUND =
            new ProblemType("version-not-found", 404, "No such version", Fault.CALLER);
    public static final ProblemType ALIAS_NOT_FOUND =
            new ProblemType("alias-not-found", 404, "No such alias", Fault.CALLER);
    public static final ProblemType INVALID_CODE =
            new ProblemType("invalid-code", 400, "The code cannot become a version", Fault.CALLER);
    public static final ProblemType FUNCTION_IN_USE =
            new ProblemType("function-in-use", 409, "The function is in use", Fault.CALLER);
    public static final ProblemType NOTHING_TO_ROLL_BACK =
            new ProblemType("nothing-to-roll-back", 409, "No earlier version", Fault.CALLER);
    public static final ProblemType ALIAS_PROTECTED =
            new ProblemType("alias-protected", 409, "The alias must stay", Fault.CALLER);

    private FunctionProblems() {}
}
