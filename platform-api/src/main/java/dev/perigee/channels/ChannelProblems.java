package dev.perigee.channels;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** What can be wrong with a request about channels. */
public final class ChannelProblems {

    public static final ProblemType SUBSCRIPTION_NOT_FOUND =
            new ProblemType("subscription-not-found", 404, "No such subscription", Fault.CALLER);
    public static final ProblemType INVALID_SUBSCRIPTION =
            new ProblemType(
                    "invalid-subscription", 400, "The subscription cannot be used", Fault.CALLER);

    private ChannelProblems() {}
}
