package dev.perigee.events;

import org.jspecify.annotations.Nullable;

/**
 * Every failure of the event log. The message is a sentence for the caller; the type says what went
 * wrong.
 */
public abstract sealed class EventLogException extends RuntimeException
        permits UnknownTopicException,
                TopicConflictException,
                InvalidSchemaException,
                InvalidEventException,
                OffsetOutOfRangeException,
                LogSaturatedException,
                LogUnavailableException,
                InvalidStateException,
                StateConflictException,
                StaleOwnerException,
                UnitTooLargeException,
                UnknownTriggerException,
                TriggerConflictException,
                TopicInUseException,
                ReplayBehindException,
                IdempotencyKeyReusedException {

    private static final long serialVersionUID = 1L;

    protected EventLogException(String message, @Nullable Throwable cause) {
        super(message, cause, false, cause != null);
    }
}
