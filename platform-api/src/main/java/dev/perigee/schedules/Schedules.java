package dev.perigee.schedules;

import dev.perigee.events.Topic;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.UnknownTriggerException;
import dev.perigee.events.postgres.PostgresEventLog;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Makes and deletes schedules by hand, each with its trigger in one transaction. */
@Component
class Schedules {

    private final ScheduleRepository repository;
    private final PostgresEventLog events;
    private final ConnectionFactory connections;
    private final TransactionalOperator transaction;

    Schedules(
            ScheduleRepository repository,
            PostgresEventLog events,
            ConnectionFactory connections,
            TransactionalOperator transaction) {
        this.repository = repository;
        this.events = events;
        this.connections = connections;
        this.transaction = transaction;
    }

    /** Errors with a conflict when a trigger has the name already. */
    Mono<Void> create(Schedule schedule) {
        return Mono.defer(() -> createIn(events.over(connections), schedule))
                .as(transaction::transactional)
                .then(Mono.fromRunnable(events::announce));
    }

    private Mono<Void> createIn(PostgresEventLog log, Schedule schedule) {
        return topic(log, schedule)
                .then(Mono.defer(() -> trigger(log, schedule)))
                .then(Mono.defer(() -> repository.add(schedule)));
    }

    /** The topic of an earlier schedule of this name is taken over with its events. */
    private static Mono<Topic> topic(PostgresEventLog log, Schedule schedule) {
        var wanted = schedule.topic();
        return log.topic(wanted.name()).switchIfEmpty(Mono.defer(() -> log.define(wanted)));
    }

    private static Mono<Trigger> trigger(PostgresEventLog log, Schedule schedule) {
        return log.triggers().create(schedule.trigger(), Schedule.start());
    }

    /** Whether there was one; the topic of its fires stays. */
    Mono<Boolean> delete(String namespace, String name) {
        return repository
                .delete(namespace, name)
                .flatMap(
                        found ->
                                found
                                        ? deleteTrigger(new TriggerName(namespace, name))
                                                .thenReturn(true)
                                        : Mono.just(false))
                .as(transaction::transactional)
                .doOnNext(_ -> events.announce());
    }

    private Mono<Void> deleteTrigger(TriggerName name) {
        return events.over(connections)
                .triggers()
                .delete(name)
                .onErrorResume(UnknownTriggerException.class, _ -> Mono.empty());
    }
}
