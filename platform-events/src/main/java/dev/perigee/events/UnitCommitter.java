package dev.perigee.events;

import java.util.List;
import reactor.core.publisher.Mono;

/** Stores units of work; the side of {@link UnitOfWork} that differs by storage. */
public interface UnitCommitter {

    /** Checks events without storing them. Errors as {@link EventLog#append} does. */
    Mono<UnitCommit.PlacedAppend> place(TopicName topic, List<NewEvent> events);

    /**
     * Stores all of it or nothing. Errors with {@link StateConflictException}, {@link
     * StaleOwnerException}, {@link UnknownTopicException} or {@link LogUnavailableException}; only
     * after the last is it unknown whether it was stored.
     */
    Mono<Committed> commit(UnitCommit unit);
}
