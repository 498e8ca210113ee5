package dev.perigee.events.memory;

import dev.perigee.events.StateConflictException;
import dev.perigee.events.StateEntry;
import dev.perigee.events.StatePage;
import dev.perigee.events.StateQuery;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.StateWrite;
import dev.perigee.events.Utf8;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** State that lives as long as its process, guarded by this object's monitor. */
public final class InMemoryStateStore implements StateStore {

    private final Clock clock;
    private final Map<StateSpace, NavigableMap<String, StateEntry>> spaces = new HashMap<>();
    private long lastVersion;

    public InMemoryStateStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<StateEntry> get(StateSpace space, String key) {
        return Mono.fromSupplier(() -> find(space, key));
    }

    @Override
    public Mono<StatePage> list(StateSpace space, StateQuery query) {
        return Mono.fromSupplier(() -> page(space, query));
    }

    @Override
    public Mono<Map<String, Long>> write(StateSpace space, List<StateWrite> writes) {
        return Mono.fromSupplier(
                () -> {
                    synchronized (this) {
                        check(space, writes);
                        return apply(space, writes);
                    }
                });
    }

    @Override
    public synchronized Mono<Long> removeExpired() {
        return Mono.fromSupplier(
                () -> {
                    synchronized (this) {
                        var removed = 0L;
                        for (var entries : spaces.values()) {
                            var before = entries.size();
                            entries.values().removeIf(this::isExpired);
                            removed += before - entries.size();
                        }
                        return removed;
                    }
                });
    }

    /** Fails when an expected version does not hold. */
    synchronized void check(StateSpace space, List<StateWrite> writes) {
        for (var write : writes) {
            var entry = find(space, write.key());
            var version = entry == null ? StateWrite.ABSENT : entry.version();
            if (write.expected() != null && write.expected() != version) {
                throw new StateConflictException(write.key());
            }
        }
    }

    synchronized Map<String, Long> apply(StateSpace space, List<StateWrite> writes) {
        var entries = entries(space);
        var versions = new HashMap<String, Long>();
        for (var write : writes) {
            var value = write.value();
            if (value == null) {
                entries.remove(write.key());
                versions.put(write.key(), 0L);
            } else {
                var now = clock.instant();
                var ttl = write.ttl();
                var entry =
                        new StateEntry(
                                write.key(),
                                value,
                                ++lastVersion,
                                now,
                                ttl == null ? null : now.plus(ttl));
                entries.put(write.key(), entry);
                versions.put(write.key(), entry.version());
            }
        }
        return versions;
    }

    private synchronized @Nullable StateEntry find(StateSpace space, String key) {
        var entry = entries(space).get(key);
        return entry == null || isExpired(entry) ? null : entry;
    }

    private synchronized StatePage page(StateSpace space, StateQuery query) {
        var from = query.after() == null ? "" : query.after();
        var found =
                entries(space).tailMap(from, false).values().stream()
                        .filter(entry -> entry.key().startsWith(query.prefix()))
                        .filter(entry -> !isExpired(entry))
                        .limit(query.limit() + 1L)
                        .toList();
        return found.size() <= query.limit()
                ? new StatePage(found, null)
                : new StatePage(
                        found.subList(0, query.limit()), found.get(query.limit() - 1).key());
    }

    private NavigableMap<String, StateEntry> entries(StateSpace space) {
        return spaces.computeIfAbsent(space, _ -> new TreeMap<>(Utf8.ORDER));
    }

    private boolean isExpired(StateEntry entry) {
        return entry.expiresAt() != null && !entry.expiresAt().isAfter(clock.instant());
    }
}
