package dev.perigee.schedules;

import dev.perigee.events.NewEvent;
import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.schedules.ScheduleRepository.Due;
import dev.perigee.storage.Changes;
import dev.perigee.storage.Outage;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends the events of schedules when they are due. Every process does so: moving the schedule on
 * and appending its event are one transaction, so each fire is appended once. It sleeps until the
 * next fire, and looks again when schedules change and every half minute.
 */
@Component
final class Scheduler implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Scheduler.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final int READ_AHEAD = 100;

    private final ScheduleRepository schedules;
    private final PostgresEventLog events;
    private final Changes changes;
    private final ConnectionFactory connections;
    private final TransactionalOperator transaction;
    private final Clock clock = Clock.systemUTC();
    private final Sinks.Many<Boolean> wake = Sinks.many().multicast().directBestEffort();
    private volatile Instant lookAgain = Instant.EPOCH;
    private volatile @Nullable Disposable timer;
    private @Nullable Disposable rounds;

    Scheduler(
            ScheduleRepository schedules,
            PostgresEventLog events,
            Changes changes,
            ConnectionFactory connections,
            TransactionalOperator transaction) {
        this.schedules = schedules;
        this.events = events;
        this.changes = changes;
        this.connections = connections;
        this.transaction = transaction;
    }

    @Override
    public synchronized void start() {
        if (rounds == null) {
            rounds =
                    changes.to("schedules")
                            .filter(table -> !table.isEmpty() || clock.instant().isAfter(lookAgain))
                            .map(_ -> true)
                            .mergeWith(wake.asFlux())
                            .startWith(true)
                            .onBackpressureLatest()
                            .concatMap(_ -> round(), 1)
                            .subscribe();
        }
    }

    private Mono<Void> round() {
        lookAgain = clock.instant().plus(AGAIN);
        return schedules
                .next(READ_AHEAD)
                .collectList()
                .flatMap(this::fire)
                .doOnNext(this::wakeAt)
                .doOnError(error -> Outage.warn(log, "schedules wait for the database", error))
                .doOnError(_ -> wakeAt(clock.instant().plus(AFTER_FAILURE)))
                .onErrorComplete()
                .then();
    }

    /** When there is something to do again. */
    private Mono<Instant> fire(List<Due> next) {
        var now = clock.instant();
        return Flux.fromIterable(next)
                .concatMap(
                        due -> due.nextFire().isAfter(now) ? Mono.just(due.nextFire()) : fire(due))
                .reduce(
                        now.plus(AGAIN),
                        (first, second) -> first.isBefore(second) ? first : second);
    }

    private Mono<Instant> fire(Due due) {
        var fires = Fires.due(due.schedule(), due.nextFire(), clock.instant());
        return schedules
                .moveOn(due, fires.next())
                .filter(moved -> moved && !fires.events().isEmpty())
                .flatMap(_ -> append(due.schedule(), fires.events()))
                .as(transaction::transactional)
                .doOnSuccess(_ -> events.announce())
                .thenReturn(fires.next());
    }

    /** Joins the transaction of this scheduler's connections. */
    private Mono<Boolean> append(Schedule schedule, List<Fires.Fire> fires) {
        var due = fires.stream().map(fire -> event(schedule, fire)).toList();
        var key = schedule.name() + " " + fires.getFirst().time();
        return events.over(connections)
                .appendOnce(schedule.topic().name(), key, due)
                .thenReturn(true);
    }

    private static NewEvent event(Schedule schedule, Fires.Fire fire) {
        var payload =
                JSON.createObjectNode()
                        .put("schedule", schedule.name())
                        .put("time", fire.time().toString())
                        .put("time_ms", fire.time().toEpochMilli())
                        .put("missed", fire.missed());
        return NewEvent.of(schedule.name(), payload.toString());
    }

    private void wakeAt(Instant time) {
        var pause = Duration.between(clock.instant(), time);
        var former = timer;
        if (former != null) {
            former.dispose();
        }
        timer =
                Mono.delay(pause.isNegative() ? Duration.ZERO : pause)
                        .subscribe(_ -> wake.tryEmitNext(true));
    }

    @Override
    public synchronized void stop() {
        if (rounds != null) {
            rounds.dispose();
            rounds = null;
        }
        var waiting = timer;
        if (waiting != null) {
            waiting.dispose();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return rounds != null;
    }
}
