package dev.perigee.events.memory;

import dev.perigee.events.EventLog;
import dev.perigee.events.EventLogContract;
import java.time.Clock;

class InMemoryEventLogTests extends EventLogContract {

    private final EventLog log = new InMemoryEventLog(Clock.systemUTC());

    @Override
    protected EventLog log() {
        return log;
    }
}
