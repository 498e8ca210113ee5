package dev.perigee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as it is stored.
 *
 * @param shadow what it is beside the live triggers; {@link Shadow#NONE} unless it is a replay
 * @param revision grows with every change of its settings
 */
public record Trigger(
        long id,
        TriggerSettings settings,
        boolean paused,
        Shadow shadow,
        long revision,
        Instant createdAt) {

    /**
     * How a replay differs from its trigger.
     *
     * @param generation of the state it writes; 0 is the live one
     * @param version of the function that it rehearses, or null for the one that is live; this
     *     module does not know what it is
     */
    public record Shadow(long generation, @Nullable String version) {

        public static final Shadow NONE = new Shadow(0, null);
    }

    public TriggerName name() {
        return settings.name();
    }

    /** Whether it writes a shadow and must have no effect outside of it. */
    public boolean isReplay() {
        return generation() != 0;
    }

    public long generation() {
        return shadow.generation();
    }

    public StateSpace space() {
        return new StateSpace(name().namespace(), generation());
    }
}
