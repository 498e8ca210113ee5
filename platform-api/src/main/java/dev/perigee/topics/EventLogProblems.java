package dev.perigee.topics;

import dev.perigee.problems.Fault;
import dev.perigee.problems.ProblemType;

/** What can be wrong with a request about the event log, its triggers and state. */
public final class EventLogProblems {

    public static final ProblemType TOPIC_NOT_FOUND =
            new ProblemType("topic-not-found", 404, "No such topic", Fault.CALLER);
    public static final ProblemType TOPIC_EXISTS =
            new ProblemType("topic-exists", 409, "The topic exists", Fault.CALLER);
    public static final ProblemType TOPIC_IN_USE =
            new ProblemType("topic-in-use", 409, "The topic is in use", Fault.CALLER);
    public static final ProblemType INVALID_SCHEMA =
            new ProblemType("invalid-schema", 400, "The schema cannot be used", Fault.CALLER);
    public static final ProblemType INVALID_EVENT =
            new ProblemType("invalid-event", 400, "The topic refuses the events", Fault.CALLER);
    public static final ProblemType EVENT_TOO_LARGE =
            new ProblemType("event-too-large", 413, "An event is too large", Fault.CALLER);
    public static final ProblemType IDEMPOTENCY_KEY_REUSED =
            new ProblemType(
                    "idempotency-key-reused", 409, "The idempotency key was used", Fault.CALLER);
    public static final ProblemType OFFSET_OUT_OF_RANGE =
            new ProblemType("offset-out-of-range", 400, "No such offset", Fault.CALLER);
    public static final ProblemType LOG_SATURATED =
            new ProblemType("log-saturated", 503, "Too many appends wait", Fault.CAPACITY);
    public static final ProblemType TOO_MANY_TAILS =
            new ProblemType("too-many-tails", 503, "Too many readers follow", Fault.CAPACITY);
    public static final ProblemType TRIGGER_NOT_FOUND =
            new ProblemType("trigger-not-found", 404, "No such trigger", Fault.CALLER);
    public static final ProblemType TRIGGER_EXISTS =
            new ProblemType("trigger-exists", 409, "The trigger exists", Fault.CALLER);
    public static final ProblemType REPLAY_BEHIND =
            new ProblemType("replay-behind", 409, "The replay is behind", Fault.CALLER);
    public static final ProblemType INVALID_STATE =
            new ProblemType("invalid-state", 400, "The state refuses the entry", Fault.CALLER);
    public static final ProblemType STATE_CONFLICT =
            new ProblemType("state-conflict", 409, "The entry was changed", Fault.CALLER);

    private EventLogProblems() {}
}
