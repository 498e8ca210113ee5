package dev.perigee.events;

import java.time.Instant;

/**
 * A trigger as it is stored.
 *
 * @param generation of the state it writes; 0 unless it is a replay
 * @param revision grows with every change of its settings
 */
public record Trigger(
        long id,
        TriggerSettings settings,
        boolean paused,
        long generation,
        long revision,
        Instant createdAt) {

    public TriggerName name() {
        return settings.name();
    }

    /** Whether it writes a shadow and must have no effect outside of it. */
    public boolean isReplay() {
        return generation != 0;
    }

    public StateSpace space() {
        return new StateSpace(name().namespace(), generation);
    }
}
