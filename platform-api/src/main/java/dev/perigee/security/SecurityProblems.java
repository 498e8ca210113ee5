package dev.perigee.security;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** Why someone may not do something. */
public final class SecurityProblems {

    public static final ProblemType UNAUTHENTICATED =
            new ProblemType("unauthenticated", 401, "A token is needed", Fault.CALLER);
    public static final ProblemType FOREIGN_ORIGIN =
            new ProblemType("foreign-origin", 403, "Another site asks", Fault.CALLER);
    public static final ProblemType TOKEN_NOT_FOUND =
            new ProblemType("token-not-found", 404, "No such token", Fault.CALLER);

    private SecurityProblems() {}
}
