package dev.perigee.topics;

import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.storage.Outage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Opens and drops the segments of topics and removes expired state, over and over. Any number of
 * processes may do so; a round that fails is made up for by the next. Says once when retention
 * waits for a trigger.
 */
final class EventLogUpkeep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventLogUpkeep.class);

    private final PostgresEventLog events;
    private final EventsProperties.Segments settings;
    private Set<SegmentUpkeep.Held> told = Set.of();
    private @Nullable Disposable rounds;

    EventLogUpkeep(PostgresEventLog events, EventsProperties.Segments settings) {
        this.events = events;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        if (rounds == null) {
            rounds =
                    Flux.interval(settings.upkeep())
                            .onBackpressureDrop()
                            .concatMap(_ -> round(), 1)
                            .subscribe();
        }
    }

    Mono<Void> round() {
        return events.lookAfterSegments(settings.limits(), false)
                .doOnNext(upkeep -> tell(new HashSet<>(upkeep.held())))
                .then(events.state().removeExpired())
                .doOnError(
                        error ->
                                Outage.warn(
                                        log,
                                        "upkeep of the event log failed, will try again",
                                        error))
                .onErrorComplete()
                .then();
    }

    private void tell(Set<SegmentUpkeep.Held> held) {
        for (var topic : held) {
            if (!told.contains(topic)) {
                log.warn(
                        "topic {} keeps events beyond its retention, because trigger {} has not"
                                + " read them",
                        topic.topic(),
                        topic.trigger());
            }
        }
        told = held;
    }

    @Override
    public synchronized void stop() {
        if (rounds != null) {
            rounds.dispose();
            rounds = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return rounds != null;
    }
}
