package dev.perigee.topics;

import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.Topic;
import dev.perigee.problems.PerigeeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The open streams of this process. Their number is bounded; each reads from the log only what its
 * client takes, so a slow one costs no memory. Comments show a client that is gone.
 */
@Component
class EventTails {

    static final int MAX_OPEN = 200;

    private static final Logger LOG = LoggerFactory.getLogger(EventTails.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final EventLog log;
    private final EventLogTranslation translation;
    private final AtomicInteger open = new AtomicInteger();
    private final Sinks.Empty<Void> closing = Sinks.empty();

    EventTails(EventLog log, EventLogTranslation translation) {
        this.log = log;
        this.translation = translation;
    }

    /** Ends all streams, so that they do not hold up a stop. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closing.tryEmitEmpty();
    }

    int open() {
        return open.get();
    }

    /** What a stream shows: all partitions or one, all keys or one. */
    record Reader(Topic topic, @Nullable Integer partition, @Nullable String key) {}

    /** How many events of a partition retention dropped before they were read. */
    record Missed(int partition, long events) {}

    /** Why a stream ends. */
    record Failed(String detail) {}

    /**
     * Events from these places on.
     *
     * @param wanted where the client wanted to go on; before {@code from} where events were dropped
     */
    Flux<ServerSentEvent<?>> open(Reader reader, List<Long> from, List<Long> wanted) {
        return Flux.defer(
                () -> {
                    if (open.incrementAndGet() > MAX_OPEN) {
                        open.decrementAndGet();
                        return Flux.error(
                                new PerigeeException(
                                        EventLogProblems.TOO_MANY_TAILS,
                                        MAX_OPEN
                                                + " readers follow topics here already; try again"
                                                + " later."));
                    }
                    return stream(reader, from, wanted).doFinally(_ -> open.decrementAndGet());
                });
    }

    private Flux<ServerSentEvent<?>> stream(Reader reader, List<Long> from, List<Long> wanted) {
        var events =
                Flux.fromIterable(missed(reader, from, wanted))
                        .concatWith(events(reader, from))
                        .onErrorResume(error -> Flux.just(failed(error)));
        return Flux.merge(1, events, heartbeats())
                .takeUntil(event -> "failed".equals(event.event()))
                .takeUntilOther(closing.asMono());
    }

    private Flux<ServerSentEvent<?>> events(Reader reader, List<Long> from) {
        var places = new ArrayList<>(from);
        var partition = reader.partition();
        var name = reader.topic().name();
        var events =
                partition == null
                        ? log.follow(name, from)
                        : log.tail(name, partition, from.getFirst());
        return events.doOnNext(
                        event ->
                                places.set(
                                        partition == null ? event.partition() : 0,
                                        event.offset() + 1))
                .filter(event -> reader.key() == null || reader.key().equals(event.key()))
                .map(event -> event(event, Cursors.format(places)));
    }

    private static ServerSentEvent<?> event(Event event, String id) {
        return ServerSentEvent.builder(EventResponse.onOneLine(event))
                .event("event")
                .id(id)
                .build();
    }

    private static List<ServerSentEvent<?>> missed(
            Reader reader, List<Long> from, List<Long> wanted) {
        var missed = new ArrayList<ServerSentEvent<?>>();
        for (var i = 0; i < from.size(); i++) {
            if (from.get(i) > wanted.get(i)) {
                var partition = reader.partition() == null ? i : reader.partition();
                missed.add(
                        ServerSentEvent.builder(new Missed(partition, from.get(i) - wanted.get(i)))
                                .event("missed")
                                .build());
            }
        }
        return missed;
    }

    private ServerSentEvent<?> failed(Throwable error) {
        var problem = translation.translate(error);
        if (problem == null) {
            LOG.error("following a topic failed", error);
        }
        var detail =
                problem == null
                        ? "This is an error of the platform; its log says more."
                        : problem.detail();
        return ServerSentEvent.builder(new Failed(detail)).event("failed").build();
    }

    private static Flux<ServerSentEvent<?>> heartbeats() {
        return Flux.interval(Duration.ZERO, HEARTBEAT)
                .onBackpressureDrop()
                .map(_ -> ServerSentEvent.builder().comment("alive").build());
    }
}
