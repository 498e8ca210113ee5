package dev.perigee.problems;

/** The problems that every feature shares. */
public final class CommonProblems {

    public static final ProblemType INVALID_REQUEST =
            new ProblemType("invalid-request", 400, "The request is not valid", Fault.CALLER);
    public static final ProblemType NOT_FOUND =
            new ProblemType("not-found", 404, "There is nothing here", Fault.CALLER);
    public static final ProblemType METHOD_NOT_ALLOWED =
            new ProblemType(
                    "method-not-allowed", 405, "The method is not allowed here", Fault.CALLER);
    public static final ProblemType NOT_ACCEPTABLE =
            new ProblemType("not-acceptable", 406, "No such representation", Fault.CALLER);
    public static final ProblemType TOO_LARGE =
            new ProblemType("too-large", 413, "The request is too large", Fault.CALLER);
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
            new ProblemType(
                    "unsupported-media-type", 415, "The media type is not supported", Fault.CALLER);
    public static final ProblemType DATABASE_UNAVAILABLE =
            new ProblemType(
                    "database-unavailable",
                    503,
                    "The database cannot be reached",
                    Fault.DEPENDENCY);
    public static final ProblemType INTERNAL =
            new ProblemType("internal-error", 500, "Something went wrong here", Fault.INTERNAL);

    private CommonProblems() {}
}
