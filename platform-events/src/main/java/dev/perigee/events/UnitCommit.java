package dev.perigee.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one unit of work stores together.
 *
 * @param writes at most one for each key
 * @param delivery the events this unit settles, or null outside of triggers
 */
public record UnitCommit(
        StateSpace space,
        List<StateWrite> writes,
        List<PlacedAppend> appends,
        @Nullable Settlement delivery) {

    public UnitCommit {
        writes = List.copyOf(writes);
        appends = List.copyOf(appends);
    }

    /** Checked events of one topic. */
    public record PlacedAppend(Topic topic, List<PlacedEvent> events) {}

    /**
     * Moves a trigger's position over the events it delivered, if the deliverer still owns them.
     *
     * @param epoch the owner's epoch
     * @param from offset of the first event delivered
     * @param to offset after the last one
     * @param nextAttempts attempts of the event at {@code to} that are begun with this commit
     * @param nextSoloUntil end of the batch that is begun with this commit, 0 for none: until then
     *     events are delivered singly if that batch does not succeed
     * @param deadLetter id of the dead letter this settles instead of the position, or null
     */
    public record Settlement(
            long triggerId,
            int partition,
            long epoch,
            long from,
            long to,
            int nextAttempts,
            long nextSoloUntil,
            @Nullable Long deadLetter) {}
}
