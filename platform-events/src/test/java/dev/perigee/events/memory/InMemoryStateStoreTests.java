package dev.perigee.events.memory;

import dev.perigee.events.EventLog;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.StateStoreContract;
import dev.perigee.events.UnitOfWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

class InMemoryStateStoreTests extends StateStoreContract {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock =
            new Clock() {
                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };
    private final InMemoryEventLog log = new InMemoryEventLog(clock);
    private final InMemoryStateStore state = new InMemoryStateStore(clock);

    @Override
    protected StateStore state() {
        return state;
    }

    @Override
    protected EventLog log() {
        return log;
    }

    @Override
    protected UnitOfWork begin(StateSpace space) {
        return new UnitOfWork(space, state, new InMemoryUnitCommitter(log, state));
    }

    @Override
    protected void pass(Duration time) {
        now = now.plus(time);
    }
}
