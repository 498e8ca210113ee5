package dev.perigee.events.postgres;

import dev.perigee.events.Appended;
import dev.perigee.events.Committed;
import dev.perigee.events.PlacedEvent;
import dev.perigee.events.StaleOwnerException;
import dev.perigee.events.StateConflictException;
import dev.perigee.events.StateWrite;
import dev.perigee.events.UnitCommit;
import dev.perigee.events.UnitCommit.PlacedAppend;
import dev.perigee.events.UnknownTopicException;
import dev.perigee.events.Utf8;
import dev.perigee.events.postgres.AppendRequest.Slot;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/**
 * Commits a unit of work by one statement, so no lock is ever held while the database waits for
 * this process.
 */
final class CommitStatement {

    private static final int PARAMETERS = 23;
    private static final String COMMIT =
            "SELECT * FROM commit_unit("
                    + IntStream.rangeClosed(1, PARAMETERS)
                            .mapToObj(n -> "$" + n)
                            .collect(Collectors.joining(", "))
                    + ")";
    private static final String LOCK_TIMEOUT = "5s";
    private static final int FIRST_EVENT_PARAMETER = 7;
    private static final int FIRST_DELIVERY_PARAMETER = FIRST_EVENT_PARAMETER + EventColumns.COUNT;

    private final Database database;

    CommitStatement(Database database) {
        this.database = database;
    }

    Mono<Committed> run(UnitCommit unit) {
        return Mono.defer(() -> bind(unit).map(CommitStatement::row).all().collectList())
                .retryWhen(Database.repeating())
                .map(rows -> committed(unit, rows))
                .onErrorMap(error -> translate(unit, error));
    }

    private GenericExecuteSpec bind(UnitCommit unit) {
        var settlement = unit.delivery();
        var statement =
                database.sql(COMMIT)
                        .bind(0, unit.space().namespace())
                        .bind(1, unit.space().generation())
                        .bind(
                                2,
                                Parameters.in(
                                        R2dbcType.BIGINT,
                                        settlement == null ? null : settlement.triggerId()));
        statement = bindState(statement, unit.writes());
        var columns =
                new EventColumns(
                        unit.appends().stream().mapToInt(a -> a.events().size()).sum(),
                        unit.appends().stream()
                                .flatMap(a -> a.events().stream())
                                .mapToLong(PlacedEvent::bytes)
                                .sum());
        for (var append : unit.appends()) {
            append.events().forEach(event -> columns.add(append.topic().id(), event));
        }
        return bindDelivery(columns.bind(statement, FIRST_EVENT_PARAMETER), settlement)
                .bind(PARAMETERS - 1, LOCK_TIMEOUT);
    }

    private static GenericExecuteSpec bindState(
            GenericExecuteSpec statement, List<StateWrite> writes) {
        var sorted =
                writes.stream().sorted(Comparator.comparing(StateWrite::key, Utf8.ORDER)).toList();
        return statement
                .bind(3, sorted.stream().map(StateWrite::key).toArray(String[]::new))
                .bind(4, sorted.stream().map(StateWrite::value).toArray(String[]::new))
                .bind(5, sorted.stream().map(StateWrite::expected).toArray(Long[]::new))
                .bind(
                        6,
                        sorted.stream()
                                .map(write -> write.ttl() == null ? null : write.ttl().toMillis())
                                .toArray(Long[]::new));
    }

    private static GenericExecuteSpec bindDelivery(
            GenericExecuteSpec statement, UnitCommit.@Nullable Settlement settlement) {
        var first = FIRST_DELIVERY_PARAMETER;
        if (settlement == null) {
            return statement
                    .bindNull(first, Long.class)
                    .bindNull(first + 1, Integer.class)
                    .bindNull(first + 2, Long.class)
                    .bindNull(first + 3, Long.class)
                    .bindNull(first + 4, Long.class)
                    .bindNull(first + 5, Integer.class)
                    .bindNull(first + 6, Long.class)
                    .bindNull(first + 7, Long.class);
        }
        return statement
                .bind(first, settlement.triggerId())
                .bind(first + 1, settlement.partition())
                .bind(first + 2, settlement.epoch())
                .bind(first + 3, settlement.from())
                .bind(first + 4, settlement.to())
                .bind(first + 5, settlement.nextAttempts())
                .bind(first + 6, settlement.nextSoloUntil())
                .bind(first + 7, Parameters.in(R2dbcType.BIGINT, settlement.deadLetter()));
    }

    private record Row(@Nullable String key, long version, Slot slot, long base) {}

    private static Row row(Readable row) {
        var key = row.get("state_key", String.class);
        return key == null
                ? new Row(
                        null,
                        0,
                        new Slot(
                                Objects.requireNonNull(row.get("topic_id", Long.class)),
                                Objects.requireNonNull(row.get("partition", Integer.class))),
                        Objects.requireNonNull(row.get("base_offset", Long.class)))
                : new Row(
                        key,
                        Objects.requireNonNull(row.get("state_version", Long.class)),
                        new Slot(0, 0),
                        0);
    }

    private static Committed committed(UnitCommit unit, List<Row> rows) {
        var versions = new HashMap<String, Long>();
        var next = new HashMap<Slot, Long>();
        for (var row : rows) {
            if (row.key() == null) {
                next.put(row.slot(), row.base());
            } else {
                versions.put(row.key(), row.version());
            }
        }
        var places = new ArrayList<Appended>();
        if (unit.space().generation() != 0) {
            return new Committed(places, versions);
        }
        for (var append : unit.appends()) {
            for (var event : append.events()) {
                places.add(
                        AppendStatement.nextPlace(
                                next, new Slot(append.topic().id(), event.partition())));
            }
        }
        return new Committed(places, versions);
    }

    private static Throwable translate(UnitCommit unit, Throwable error) {
        return switch (Database.stateOf(error)) {
            case "EV001" -> new StateConflictException(Database.detailOf(error));
            case "EV002" -> new StaleOwnerException(Database.messageOf(error));
            case "EV003" ->
                    new UnknownTopicException(
                            unit.appends().stream()
                                    .map(PlacedAppend::topic)
                                    .findFirst()
                                    .orElseThrow()
                                    .name());
            case null, default -> Database.translate("the commit", error);
        };
    }
}
