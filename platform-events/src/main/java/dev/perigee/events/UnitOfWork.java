package dev.perigee.events;

import dev.perigee.events.UnitCommit.PlacedAppend;
import dev.perigee.events.UnitCommit.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What one invocation appends and writes. Nothing of it exists for anybody else until {@link
 * #commit}, then all of it at once; a unit that is never committed leaves nothing behind.
 *
 * <p>Reads see the unit's own writes. A key that was read and then written must not have changed
 * meanwhile, else the commit fails with {@link StateConflictException}: no update is lost. A key
 * that was only written takes the last writer's value.
 *
 * <p>A unit {@link #nested()} in another sees what that one has and gives it what it has itself on
 * commit, at once or, when both changed the same key, not at all.
 *
 * <p>May be used from many threads, one call after the other deciding the order of events.
 */
public final class UnitOfWork {

    static final int MAX_EVENTS = 10_000;
    static final long MAX_BYTES = 32L << 20;

    private final StateSpace space;
    private final StateStore state;
    private final UnitCommitter committer;
    private final List<PlacedAppend> appends = new ArrayList<>();
    private final TreeMap<String, StateWrite> writes = new TreeMap<>(Utf8.ORDER);
    private final Map<String, Long> readVersions = new HashMap<>();
    private final Map<String, Long> changes = new HashMap<>();
    private final Map<String, Long> outerChanges = new HashMap<>();
    private final @Nullable UnitOfWork outer;
    private int events;
    private long bytes;
    private long changed;
    private boolean committed;

    public UnitOfWork(StateSpace space, StateStore state, UnitCommitter committer) {
        this(space, state, committer, null);
    }

    private UnitOfWork(
            StateSpace space,
            StateStore state,
            UnitCommitter committer,
            @Nullable UnitOfWork outer) {
        this.space = space;
        this.state = state;
        this.committer = committer;
        this.outer = outer;
    }

    /** Begins a unit that becomes part of this one when it is committed, and is forgotten else. */
    public UnitOfWork nested() {
        return new UnitOfWork(space, state, committer, this);
    }

    /** Checks the events now, so that the caller learns of a fault, and appends them on commit. */
    public Mono<Void> append(TopicName topic, List<NewEvent> newEvents) {
        return committer.place(topic, newEvents).doOnNext(this::add).then();
    }

    private synchronized void add(PlacedAppend append) {
        requireOpen();
        count(append);
        appends.add(append);
    }

    private void count(PlacedAppend append) {
        var more = append.events().stream().mapToLong(PlacedEvent::bytes).sum();
        if (events + append.events().size() > MAX_EVENTS) {
            throw new UnitTooLargeException(MAX_EVENTS + " events");
        }
        grow(more);
        events += append.events().size();
    }

    /** The entry of a key as this unit sees it; empty when it is absent. */
    public Mono<StateEntry> get(String key) {
        return Mono.defer(
                () -> {
                    var own = ownWrite(key);
                    if (own != null) {
                        return Mono.justOrEmpty(pending(own));
                    }
                    var stored = outer == null ? state.get(space, key) : outerGet(outer, key);
                    return stored.doOnNext(entry -> read(key, entry.version()))
                            .switchIfEmpty(Mono.fromRunnable(() -> read(key, StateWrite.ABSENT)));
                });
    }

    private Mono<StateEntry> outerGet(UnitOfWork from, String key) {
        var change = from.changeOf(key);
        synchronized (this) {
            outerChanges.putIfAbsent(key, change);
        }
        return from.get(key);
    }

    /** The number of this unit's last write of the key; 0 for none. */
    private synchronized long changeOf(String key) {
        return changes.getOrDefault(key, 0L);
    }

    private synchronized @Nullable StateWrite ownWrite(String key) {
        return writes.get(key);
    }

    private synchronized void read(String key, long version) {
        readVersions.putIfAbsent(key, version);
    }

    private static @Nullable StateEntry pending(StateWrite write) {
        return write.value() == null
                ? null
                : new StateEntry(
                        write.key(), write.value(), StateEntry.PENDING, Instant.EPOCH, null);
    }

    /** A page of entries as this unit sees them; listing guards no key against later changes. */
    public Mono<StatePage> list(StateQuery query) {
        return (outer == null ? state.list(space, query) : outer.list(query))
                .map(page -> overlay(query, page));
    }

    private synchronized StatePage overlay(StateQuery query, StatePage page) {
        var merged = new TreeMap<String, StateEntry>(Utf8.ORDER);
        page.entries().forEach(entry -> merged.put(entry.key(), entry));
        for (var write : writes.values()) {
            var key = write.key();
            var beyond = page.next() != null && Utf8.ORDER.compare(key, page.next()) > 0;
            var before = query.after() != null && Utf8.ORDER.compare(key, query.after()) <= 0;
            if (beyond || before || !key.startsWith(query.prefix())) {
                continue;
            }
            var entry = pending(write);
            if (entry == null) {
                merged.remove(key);
            } else {
                merged.put(key, entry);
            }
        }
        var entries = List.copyOf(merged.values());
        return entries.size() <= query.limit()
                ? new StatePage(entries, page.next())
                : new StatePage(
                        entries.subList(0, query.limit()), entries.get(query.limit() - 1).key());
    }

    /** Writes a value on commit. Fails with {@link InvalidStateException}. */
    public void put(String key, String value, @Nullable Duration ttl) {
        write(StateWrite.put(key, value).expiringAfter(ttl));
    }

    /** Deletes a key on commit. */
    public void delete(String key) {
        write(StateWrite.delete(key));
    }

    private synchronized void write(StateWrite write) {
        requireOpen();
        count(write);
        keep(write);
    }

    private void count(StateWrite write) {
        grow(write.key().length() + (write.value() == null ? 0L : Utf8.length(write.value())));
    }

    private void keep(StateWrite write) {
        var earlier = writes.get(write.key());
        var expected = earlier == null ? readVersions.get(write.key()) : earlier.expected();
        writes.put(write.key(), write.expecting(expected));
        changes.put(write.key(), ++changed);
    }

    /**
     * Compares and sets: writes on commit if the key is at that version now ({@link
     * StateWrite#ABSENT} for none, {@link StateEntry#PENDING} for this unit's own write), and says
     * whether it is.
     */
    public Mono<Boolean> cas(long expected, StateWrite write) {
        return get(write.key())
                .map(StateEntry::version)
                .defaultIfEmpty(StateWrite.ABSENT)
                .map(
                        version -> {
                            if (version != expected) {
                                return false;
                            }
                            write(write);
                            return true;
                        });
    }

    /** Whether there is nothing to commit. */
    public synchronized boolean isEmpty() {
        return appends.isEmpty() && writes.isEmpty();
    }

    /**
     * Stores everything; does nothing, without asking the database, when there is nothing. A nested
     * unit stores nothing but gives it to the one around it.
     */
    public Mono<Committed> commit() {
        return Mono.defer(
                () -> {
                    var unit = close(null);
                    if (outer != null) {
                        outer.takeOver(unit, outerChanges);
                        return Mono.just(Committed.NOTHING);
                    }
                    return unit.appends().isEmpty() && unit.writes().isEmpty()
                            ? Mono.just(Committed.NOTHING)
                            : committer.commit(unit);
                });
    }

    private synchronized void takeOver(UnitCommit inner, Map<String, Long> seen) {
        requireOpen();
        for (var write : inner.writes()) {
            var change = seen.get(write.key());
            if (change != null && change != changeOf(write.key())) {
                throw new StateConflictException(write.key());
            }
        }
        var eventsBefore = events;
        var bytesBefore = bytes;
        try {
            inner.appends().forEach(this::count);
            inner.writes().forEach(this::count);
        } catch (UnitTooLargeException tooLarge) {
            events = eventsBefore;
            bytes = bytesBefore;
            throw tooLarge;
        }
        appends.addAll(inner.appends());
        inner.writes().forEach(this::keep);
    }

    /**
     * Closes the unit and gives what it would store, for a deliverer that commits it together with
     * a trigger's position, perhaps more than once.
     */
    public UnitCommit seal(Settlement settlement) {
        return close(settlement);
    }

    private synchronized UnitCommit close(@Nullable Settlement settlement) {
        requireOpen();
        committed = true;
        return new UnitCommit(space, List.copyOf(writes.values()), appends, settlement);
    }

    private void requireOpen() {
        if (committed) {
            throw new IllegalStateException("this unit of work was committed before");
        }
    }

    private void grow(long more) {
        if (bytes + more > MAX_BYTES) {
            throw new UnitTooLargeException((MAX_BYTES >> 20) + " MB");
        }
        bytes += more;
    }
}
