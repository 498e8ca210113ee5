package dev.perigee.events.memory;

import dev.perigee.events.Appended;
import dev.perigee.events.Committed;
import dev.perigee.events.NewEvent;
import dev.perigee.events.TopicName;
import dev.perigee.events.UnitCommit;
import dev.perigee.events.UnitCommit.PlacedAppend;
import dev.perigee.events.UnitCommitter;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Commits units of work to a log and a state in memory, holding both monitors, the log's first. */
public final class InMemoryUnitCommitter implements UnitCommitter {

    private final InMemoryEventLog log;
    private final InMemoryStateStore state;

    public InMemoryUnitCommitter(InMemoryEventLog log, InMemoryStateStore state) {
        this.log = log;
        this.state = state;
    }

    @Override
    public Mono<PlacedAppend> place(TopicName topic, List<NewEvent> events) {
        return Mono.fromSupplier(() -> log.place(topic, events));
    }

    @Override
    public Mono<Committed> commit(UnitCommit unit) {
        if (unit.delivery() != null) {
            return Mono.error(new UnsupportedOperationException("no triggers in memory"));
        }
        return Mono.fromSupplier(() -> store(unit))
                .doOnNext(_ -> unit.appends().forEach(append -> log.tell(append.topic().name())));
    }

    private Committed store(UnitCommit unit) {
        synchronized (log) {
            synchronized (state) {
                state.check(unit.space(), unit.writes());
                unit.appends().forEach(log::requireStored);
                var places = new ArrayList<Appended>();
                unit.appends().forEach(append -> places.addAll(log.add(append)));
                return new Committed(places, state.apply(unit.space(), unit.writes()));
            }
        }
    }
}
