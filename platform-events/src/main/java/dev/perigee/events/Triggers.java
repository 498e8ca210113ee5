package dev.perigee.events;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The triggers of all namespaces. Changes are durable when they complete and reach every process
 * within about a second. All methods may be called from any thread and none blocks; errors are
 * {@link EventLogException}s, {@link UnknownTriggerException} where a trigger does not exist.
 */
public interface Triggers {

    /**
     * Creates the trigger there, or changes the one that exists, which keeps its position. Errors
     * with {@link UnknownTopicException}, and with {@link TriggerConflictException} when it exists
     * for another topic.
     */
    Mono<Trigger> define(TriggerSettings settings, Start start);

    /**
     * Creates a trigger that does not exist yet. Errors with {@link UnknownTopicException}, and
     * with {@link TriggerConflictException} when it does.
     */
    Mono<Trigger> create(TriggerSettings settings, Start start);

    /** Looks a trigger up; empty when there is none. */
    Mono<Trigger> trigger(TriggerName name);

    /** The triggers of a namespace by name, replays included. */
    Flux<Trigger> triggers(String namespace);

    /** Deletes a trigger with its position and dead letters. */
    Mono<Void> delete(TriggerName name);

    /** Stops deliveries; what is being delivered may still commit. */
    Mono<Void> pause(TriggerName name);

    /** Goes on, also in partitions that an event blocks, with a fresh budget for that event. */
    Mono<Void> resume(TriggerName name);

    /** Moves all partitions. What is being delivered can no longer commit. */
    Mono<Void> seek(TriggerName name, Start to);

    /** How far it is, by partition. */
    Mono<List<TriggerProgress>> progress(TriggerName name);

    /** Dead letters with ids beyond that one, by id, at most {@code limit}. */
    default Flux<DeadLetter> deadLetters(TriggerName name, long afterId, int limit) {
        return deadLetters(name, DeadLetterFilter.ALL, afterId, limit);
    }

    /** The same of those that the filter accepts. */
    Flux<DeadLetter> deadLetters(
            TriggerName name, DeadLetterFilter filter, long afterId, int limit);

    /**
     * Asks for another delivery of these dead letters, of all when none is named; says of how many.
     */
    default Mono<Long> redrive(TriggerName name, List<Long> ids) {
        return redrive(name, DeadLetterFilter.ids(ids));
    }

    /** The same for those that the filter accepts. */
    Mono<Long> redrive(TriggerName name, DeadLetterFilter filter);

    /** Gives these dead letters up for good, all when none is named; says how many. */
    default Mono<Long> drop(TriggerName name, List<Long> ids) {
        return drop(name, DeadLetterFilter.ids(ids));
    }

    /** The same for those that the filter accepts. */
    Mono<Long> drop(TriggerName name, DeadLetterFilter filter);
}
