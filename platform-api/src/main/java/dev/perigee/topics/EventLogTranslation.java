package dev.perigee.topics;

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
import dev.perigee.problems.CommonProblems;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.Inputs;
import dev.perigee.problems.PerigeeException;
import dev.perigee.problems.ProblemTranslation;
import dev.perigee.problems.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the errors of the event log mean to a caller of the management interface. */
@Component
final class EventLogTranslation implements ProblemTranslation {

    @Override
    public @Nullable PerigeeException translate(Throwable error) {
        return error instanceof EventLogException known
                ? new PerigeeException(
                        typeOf(known),
                        Inputs.sentence(String.valueOf(known.getMessage())) + ".",
                        errors(known),
                        known)
                : null;
    }

    private static ProblemType typeOf(EventLogException error) {
        return switch (error) {
            case UnknownTopicException _ -> EventLogProblems.TOPIC_NOT_FOUND;
            case TopicConflictException _ -> EventLogProblems.TOPIC_EXISTS;
            case TopicInUseException _ -> EventLogProblems.TOPIC_IN_USE;
            case InvalidSchemaException _ -> EventLogProblems.INVALID_SCHEMA;
            case InvalidEventException invalid ->
                    invalid.isTooLarge()
                            ? EventLogProblems.EVENT_TOO_LARGE
                            : EventLogProblems.INVALID_EVENT;
            case UnitTooLargeException _ -> EventLogProblems.EVENT_TOO_LARGE;
            case IdempotencyKeyReusedException _ -> EventLogProblems.IDEMPOTENCY_KEY_REUSED;
            case OffsetOutOfRangeException _ -> EventLogProblems.OFFSET_OUT_OF_RANGE;
            case LogSaturatedException _ -> EventLogProblems.LOG_SATURATED;
            case LogUnavailableException _ -> CommonProblems.DATABASE_UNAVAILABLE;
            case UnknownTriggerException _ -> EventLogProblems.TRIGGER_NOT_FOUND;
            case TriggerConflictException _ -> EventLogProblems.TRIGGER_EXISTS;
            case ReplayBehindException _ -> EventLogProblems.REPLAY_BEHIND;
            case InvalidStateException _ -> EventLogProblems.INVALID_STATE;
            case StateConflictException _ -> EventLogProblems.STATE_CONFLICT;
            case StaleOwnerException _ -> CommonProblems.INTERNAL;
        };
    }

    private static List<FieldError> errors(EventLogException error) {
        return error instanceof InvalidEventException invalid
                ? invalid.faults().stream()
                        .map(
                                fault ->
                                        new FieldError(
                                                "/" + fault.index() + fault.pointer(),
                                                Inputs.sentence(fault.detail())))
                        .toList()
                : List.of();
    }
}
