package dev.perigee.events;

import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Topics of events, kept until their retention drops them.
 *
 * <p><b>Durability.</b> An append that completed is stored and survives a crash. One that failed
 * stored nothing, except {@link LogUnavailableException}, after which it is unknown.
 *
 * <p><b>Order.</b> Offsets of a partition are gap-free and follow the order of commits: a reader
 * that continues at {@link EventPage#next()} never skips an event, however many appends are under
 * way. Events of one append keep their order within a partition, and the same key always goes to
 * the same partition.
 *
 * <p>All methods may be called from any thread and none blocks; nothing happens before
 * subscription. Errors are {@link EventLogException}s.
 */
public interface EventLog {

    /**
     * Creates the topic, or changes schema and retention of the one that exists. Errors with {@link
     * TopicConflictException} when that one has another number of partitions and with {@link
     * InvalidSchemaException}.
     */
    Mono<Topic> define(TopicSettings settings);

    /**
     * Creates a topic that does not exist yet. Errors with {@link TopicConflictException} when it
     * does and with {@link InvalidSchemaException}.
     */
    Mono<Topic> create(TopicSettings settings);

    /** Looks a topic up; empty when there is none. */
    Mono<Topic> topic(TopicName name);

    /** The topics of a namespace by name. */
    Flux<Topic> topics(String namespace);

    /** Deletes a topic and all its events. Errors with {@link UnknownTopicException}. */
    Mono<Void> delete(TopicName name);

    /**
     * Appends all of these events or none, and answers where they lie, in the given order. Events
     * without a key go to one partition chosen for this call, so that a list keeps its order.
     * Errors with {@link UnknownTopicException}, {@link InvalidEventException} or at once with
     * {@link LogSaturatedException}. Cancelling does not undo it.
     */
    Mono<List<Appended>> append(TopicName topic, List<NewEvent> events);

    /**
     * Appends like {@link #append}, but once for each idempotency key of the topic: repeating a
     * call within a day gives the first call's answer and stores nothing. Errors also with {@link
     * IdempotencyKeyReusedException} when the key came with other events.
     */
    Mono<List<Appended>> appendOnce(TopicName topic, String idempotencyKey, List<NewEvent> events);

    /**
     * Reads a page. It may hold fewer events than the limit although there are more, when they are
     * large or filtered. Errors with {@link UnknownTopicException} and {@link
     * OffsetOutOfRangeException}.
     */
    Mono<EventPage> read(EventQuery query);

    /** What each partition holds, by number. Errors with {@link UnknownTopicException}. */
    Mono<List<PartitionRange>> ranges(TopicName topic);

    /**
     * The first offset of each partition whose event was appended at that time or later; its next
     * offset when there is none. Errors with {@link UnknownTopicException}.
     */
    Mono<List<PartitionRange>> rangesSince(TopicName topic, Instant time);

    /**
     * Follows one partition from an offset, without end: events in offset order, each once. Asks
     * for no more than the subscriber demands. Errors like {@link #read}.
     */
    Flux<Event> tail(TopicName topic, int partition, long from);

    /**
     * Follows all partitions, each from its offset in {@code from}, without end: the events of a
     * partition in offset order, each once. Asks for no more than the subscriber demands. Errors
     * like {@link #read}.
     */
    Flux<Event> follow(TopicName topic, List<Long> from);
}
