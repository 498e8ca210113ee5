package dev.perigee.guests;

import dev.perigee.events.EventLogException;
import dev.perigee.events.IdempotencyKeyReusedException;
import dev.perigee.events.InvalidEventException;
import dev.perigee.events.InvalidSchemaException;
import dev.perigee.events.InvalidStateException;
import dev.perigee.events.LogSaturatedException;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.OffsetOutOfRangeException;
import dev.perigee.events.ReplayBehindException;
import dev.perigee.events.StaleOwnerException;
import dev.perigee.events.StateConflictException;
import dev.perigee.events.TopicConflictException;
import dev.perigee.events.TopicInUseException;
import dev.perigee.events.TriggerConflictException;
import dev.perigee.events.UnitTooLargeException;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.events.UnknownTriggerException;
import dev.perigee.executor.GuestCallException;

/** What a guest learns when the event log or the state refuses a call. */
final class EventFailures {

    private EventFailures() {}

    /** Other errors as they are. */
    static Throwable translate(Throwable failure) {
        return switch (failure) {
            case EventLogException refused -> translate(refused);
            default -> failure;
        };
    }

    private static GuestCallException translate(EventLogException refused) {
        return switch (refused) {
            case UnknownTopicException _ -> failure("unknown_topic", 404, refused);
            case InvalidEventException invalid -> invalidEvent(invalid);
            case InvalidStateException _ -> failure("invalid_state", 400, refused);
            case StateConflictException _ -> failure("conflict", 409, refused);
            case UnitTooLargeException _ -> failure("limit_exceeded", 500, refused);
            case LogSaturatedException _ -> failure("overloaded", 503, refused);
            case LogUnavailableException _ -> failure("unavailable", 503, refused);
            case IdempotencyKeyReusedException _,
                    InvalidSchemaException _,
                    OffsetOutOfRangeException _,
                    ReplayBehindException _,
                    StaleOwnerException _,
                    TopicConflictException _,
                    TopicInUseException _,
                    TriggerConflictException _,
                    UnknownTriggerException _ ->
                    failure("failed", 500, refused);
        };
    }

    private static GuestCallException invalidEvent(InvalidEventException invalid) {
        var data = Arguments.newObject().put("status", 400);
        var faults = data.putArray("faults");
        for (var fault : invalid.faults()) {
            faults.addObject()
                    .put("index", fault.index())
                    .put("pointer", fault.pointer())
                    .put("detail", fault.detail());
        }
        return new GuestCallException(
                "invalid_event", String.valueOf(invalid.getMessage()), data.toString());
    }

    private static GuestCallException failure(String code, int status, RuntimeException refused) {
        return new GuestCallException(
                code, String.valueOf(refused.getMessage()), "{\"status\":" + status + "}");
    }
}
