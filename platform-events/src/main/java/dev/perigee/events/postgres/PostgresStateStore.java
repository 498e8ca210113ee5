package dev.perigee.events.postgres;

import dev.perigee.events.Committed;
import dev.perigee.events.StateEntry;
import dev.perigee.events.StatePage;
import dev.perigee.events.StateQuery;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.StateWrite;
import dev.perigee.events.UnitCommit;
import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** State in the table {@code state_entries}. */
final class PostgresStateStore implements StateStore {

    private static final int MAX_PAGE_BYTES = 8 << 20;

    private final Database database;
    private final CommitStatement commit;

    PostgresStateStore(Database database, CommitStatement commit) {
        this.database = database;
        this.commit = commit;
    }

    @Override
    public Mono<StateEntry> get(StateSpace space, String key) {
        return database.sql(
                        "SELECT key, value, version, updated_at, expires_at FROM state_entries"
                                + " WHERE namespace = $1 AND generation = $2 AND key = $3 AND"
                                + " (expires_at IS NULL OR expires_at > clock_timestamp())")
                .bind(0, space.namespace())
                .bind(1, space.generation())
                .bind(2, key)
                .map(PostgresStateStore::entry)
                .one()
                .onErrorMap(error -> Database.translate("reading the state", error));
    }

    @Override
    public Mono<StatePage> list(StateSpace space, StateQuery query) {
        var prefix = query.prefix();
        return database.sql(
                        "SELECT key, value, version, updated_at, expires_at, (bytes -"
                            + " octet_length(value) < $6) AS fits FROM (SELECT *,"
                            + " sum(octet_length(value)) OVER (ORDER BY key) AS bytes FROM (SELECT"
                            + " * FROM state_entries WHERE namespace = $1 AND generation = $2 AND"
                            + " key >= $3 AND key > $4 AND starts_with(key, $3) AND (expires_at IS"
                            + " NULL OR expires_at > clock_timestamp()) ORDER BY key LIMIT $5) AS"
                            + " found) AS sized ORDER BY key")
                .bind(0, space.namespace())
                .bind(1, space.generation())
                .bind(2, prefix)
                .bind(3, query.after() == null ? "" : query.after())
                .bind(4, query.limit() + 1)
                .bind(5, (long) MAX_PAGE_BYTES)
                .map(
                        row ->
                                new Found(
                                        entry(row),
                                        Objects.requireNonNull(row.get("fits", Boolean.class))))
                .all()
                .collectList()
                .map(found -> page(found, query.limit()))
                .onErrorMap(error -> Database.translate("listing the state", error));
    }

    private record Found(StateEntry entry, boolean fits) {}

    private static StatePage page(List<Found> found, int limit) {
        var entries = found.stream().limit(limit).filter(Found::fits).map(Found::entry).toList();
        var more = entries.size() < found.size();
        return new StatePage(entries, more ? entries.getLast().key() : null);
    }

    @Override
    public Mono<Map<String, Long>> write(StateSpace space, List<StateWrite> writes) {
        return Mono.defer(() -> commit.run(new UnitCommit(space, writes, List.of(), null)))
                .map(Committed::versions);
    }

    @Override
    public Mono<Long> removeExpired() {
        return database.sql(
                        "DELETE FROM state_entries WHERE ctid = ANY (ARRAY (SELECT ctid FROM"
                                + " state_entries WHERE expires_at <= clock_timestamp() ORDER BY"
                                + " expires_at LIMIT 5000 FOR UPDATE SKIP LOCKED))")
                .fetch()
                .rowsUpdated()
                .onErrorMap(error -> Database.translate("removing expired state", error));
    }

    private static StateEntry entry(Readable row) {
        var expires = row.get("expires_at", OffsetDateTime.class);
        return new StateEntry(
                Objects.requireNonNull(row.get("key", String.class)),
                Objects.requireNonNull(row.get("value", String.class)),
                Objects.requireNonNull(row.get("version", Long.class)),
                Objects.requireNonNull(row.get("updated_at", OffsetDateTime.class)).toInstant(),
                expires == null ? null : expires.toInstant());
    }
}
