package dev.perigee.invocations;

import dev.perigee.events.Committed;
import dev.perigee.events.EventQuery;
import dev.perigee.events.NewEvent;
import dev.perigee.events.StateSpace;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.UnitCommit;
import dev.perigee.events.UnitCommitter;
import dev.perigee.events.UnitOfWork;
import dev.perigee.events.UnitsOfWork;
import dev.perigee.events.memory.InMemoryEventLog;
import dev.perigee.events.memory.InMemoryStateStore;
import dev.perigee.events.memory.InMemoryUnitCommitter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** An event log and a state in memory with one topic, whose commits a test can hold up or fail. */
final class MemoryLog implements UnitsOfWork {

    static final TopicName TOPIC = new TopicName("shop", "orders");
    static final StateSpace SPACE = StateSpace.live("shop");
    private static final Duration SOON = Duration.ofSeconds(5);

    final InMemoryEventLog log = new InMemoryEventLog(Clock.systemUTC());
    final InMemoryStateStore state = new InMemoryStateStore(Clock.systemUTC());
    private final InMemoryUnitCommitter committer = new InMemoryUnitCommitter(log, state);
    private final AtomicInteger begun = new AtomicInteger();
    private volatile Mono<Void> before = Mono.empty();

    MemoryLog() {
        log.define(TopicSettings.of(TOPIC).withPartitions(1)).block(SOON);
    }

    /** What every commit waits for, or fails with. */
    void beforeCommit(Mono<Void> wait) {
        before = wait;
    }

    /** Units of work that were begun. */
    int begun() {
        return begun.get();
    }

    List<String> payloads() {
        var page = log.read(EventQuery.of(TOPIC, 0, 0, 100)).block(SOON);
        return page == null
                ? List.of()
                : page.events().stream().map(event -> event.payload()).toList();
    }

    @Nullable String value(String key) {
        var entry = state.get(SPACE, key).block(SOON);
        return entry == null ? null : entry.value();
    }

    @Override
    public UnitOfWork begin(StateSpace space) {
        begun.incrementAndGet();
        return new UnitOfWork(
                space,
                state,
                new UnitCommitter() {
                    @Override
                    public Mono<UnitCommit.PlacedAppend> place(
                            TopicName topic, List<NewEvent> events) {
                        return committer.place(topic, events);
                    }

                    @Override
                    public Mono<Committed> commit(UnitCommit unit) {
                        return Mono.defer(() -> before).then(committer.commit(unit));
                    }
                });
    }
}
