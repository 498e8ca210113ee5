package dev.perigee.events;

import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * The key–value data of namespaces. A write that completed is durable and seen by every later read.
 * All methods may be called from any thread and none blocks; nothing happens before subscription.
 * Errors are {@link EventLogException}s.
 */
public interface StateStore {

    /** The entry of a key; empty when it is absent or expired. */
    Mono<StateEntry> get(StateSpace space, String key);

    /**
     * A page of entries without the expired. It may be shorter than asked for when values are
     * large.
     */
    Mono<StatePage> list(StateSpace space, StateQuery query);

    /**
     * Applies all writes or none and answers each key's new version, 0 for a deleted one. A key may
     * occur once. Errors with {@link StateConflictException} when an expected version does not
     * hold.
     */
    Mono<Map<String, Long>> write(StateSpace space, List<StateWrite> writes);

    /** Removes what expired, for the space it takes; reads ignore it anyway. Answers how much. */
    Mono<Long> removeExpired();
}
