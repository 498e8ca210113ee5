package dev.perigee.deployments;

import dev.perigee.deployments.EventsDeclaration.DeclaredTopic;
import dev.perigee.deployments.EventsDeclaration.DeclaredTrigger;
import dev.perigee.events.EventLogException;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.Topic;
import dev.perigee.events.TriggerName;
import dev.perigee.events.UnknownTriggerException;
import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import dev.perigee.schedules.Schedule;
import dev.perigee.schedules.ScheduleRepository;
import io.r2dbc.spi.ConnectionFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes topics, triggers and schedules as projects declare them, in the transaction of a
 * deployment. What is already as declared is left alone, so that deploying again disturbs nothing.
 */
@Component
class DeclaredEvents {

    private final PostgresEventLog events;
    private final ConnectionFactory connections;
    private final ProjectTriggerRepository owned;
    private final ScheduleRepository schedules;

    DeclaredEvents(
            PostgresEventLog events,
            ConnectionFactory connections,
            ProjectTriggerRepository owned,
            ScheduleRepository schedules) {
        this.events = events;
        this.connections = connections;
        this.owned = owned;
        this.schedules = schedules;
    }

    /** All that is wrong with the declaration by itself. */
    static List<FieldError> faults(EventsDeclaration declaration) {
        var names = new HashSet<String>();
        var faults = new ArrayList<FieldError>();
        for (var at = 0; at < declaration.triggers().size(); at++) {
            var name = declaration.triggers().get(at).settings().name().name();
            if (!names.add(name)) {
                faults.add(twice("/events/triggers/" + at, name));
            }
        }
        for (var at = 0; at < declaration.schedules().size(); at++) {
            var name = declaration.schedules().get(at).name();
            if (!names.add(name)) {
                faults.add(twice("/events/schedules/" + at, name));
            }
        }
        return faults;
    }

    private static FieldError twice(String at, String name) {
        return new FieldError(
                at + "/name", "The trigger or schedule \"" + name + "\" is named twice");
    }

    /** Errors with {@link PerigeeException}, which rolls the caller's transaction back. */
    Mono<Void> store(String namespace, String project, EventsDeclaration declaration) {
        var log = events.over(connections);
        return requireFunctions(namespace, declaration)
                .then(owned.ownedBy(namespace, project).collectList())
                .flatMap(
                        before ->
                                new Store(log, declaration, Set.copyOf(before))
                                        .run()
                                        .then(remove(log, namespace, before, declaration)))
                .then(owned.replace(namespace, project, names(declaration)))
                .then(schedules.replaceOwned(namespace, project, declaration.schedules()));
    }

    /** Lets deliverers see what was committed. */
    void committed() {
        events.announce();
    }

    private Mono<Void> requireFunctions(String namespace, EventsDeclaration declaration) {
        var wanted = new ArrayList<String>();
        declaration.triggers().forEach(trigger -> wanted.add(trigger.settings().function()));
        declaration.schedules().forEach(schedule -> wanted.add(schedule.function()));
        return wanted.isEmpty()
                ? Mono.empty()
                : owned.missing(namespace, wanted.stream().distinct().toList())
                        .collectList()
                        .doOnNext(missing -> refuseMissing(missing, declaration))
                        .then();
    }

    private static void refuseMissing(List<String> missing, EventsDeclaration declaration) {
        var errors = new ArrayList<FieldError>();
        for (var at = 0; at < declaration.triggers().size(); at++) {
            var function = declaration.triggers().get(at).settings().function();
            if (missing.contains(function)) {
                errors.add(noFunction("/events/triggers/" + at, function));
            }
        }
        for (var at = 0; at < declaration.schedules().size(); at++) {
            var function = declaration.schedules().get(at).function();
            if (missing.contains(function)) {
                errors.add(noFunction("/events/schedules/" + at, function));
            }
        }
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(errors);
        }
    }

    private static FieldError noFunction(String at, String function) {
        return new FieldError(at + "/function", "There is no function \"" + function + "\"");
    }

    private static List<String> names(EventsDeclaration declaration) {
        var names = new ArrayList<String>();
        declaration.triggers().forEach(trigger -> names.add(trigger.settings().name().name()));
        declaration.schedules().forEach(schedule -> names.add(schedule.name()));
        return names;
    }

    private static Mono<Void> remove(
            PostgresEventLog log,
            String namespace,
            List<String> before,
            EventsDeclaration declaration) {
        var kept = names(declaration);
        return Flux.fromIterable(before)
                .filter(name -> !kept.contains(name))
                .concatMap(
                        name ->
                                log.triggers()
                                        .delete(new TriggerName(namespace, name))
                                        .onErrorResume(
                                                UnknownTriggerException.class, _ -> Mono.empty()))
                .then();
    }

    /** One deployment. */
    private record Store(PostgresEventLog log, EventsDeclaration declaration, Set<String> before) {

        Mono<Void> run() {
            var topics = declaration.topics();
            var triggers = declaration.triggers();
            var schedules = declaration.schedules();
            return Flux.range(0, topics.size())
                    .concatMap(at -> at("/events/topics/" + at, topic(topics.get(at))))
                    .thenMany(Flux.range(0, triggers.size()))
                    .concatMap(at -> at("/events/triggers/" + at, trigger(triggers.get(at))))
                    .thenMany(Flux.range(0, schedules.size()))
                    .concatMap(at -> at("/events/schedules/" + at, schedule(schedules.get(at))))
                    .then();
        }

        private static Mono<Void> at(String pointer, Mono<?> work) {
            return work.then()
                    .onErrorMap(
                            error ->
                                    error instanceof EventLogException refused
                                                    && !(refused instanceof LogUnavailableException)
                                            ? PerigeeException.invalid(
                                                    pointer, String.valueOf(refused.getMessage()))
                                            : error);
        }

        private Mono<Topic> topic(DeclaredTopic declared) {
            return log.topic(declared.name())
                    .flatMap(
                            existing -> {
                                var wanted = declared.settings(existing.partitions());
                                return declared.details() == null
                                                || wanted.equals(existing.settings())
                                        ? Mono.just(existing)
                                        : log.define(wanted);
                            })
                    .switchIfEmpty(Mono.defer(() -> log.define(declared.settings())));
        }

        private Mono<Boolean> trigger(DeclaredTrigger declared) {
            var settings = declared.settings();
            return log.triggers()
                    .trigger(settings.name())
                    .flatMap(
                            existing -> {
                                if (!before.contains(settings.name().name())) {
                                    return Mono.error(taken(settings.name().name()));
                                }
                                return existing.settings().equals(settings)
                                        ? Mono.just(true)
                                        : define(declared);
                            })
                    .switchIfEmpty(Mono.defer(() -> define(declared)));
        }

        private Mono<Boolean> define(DeclaredTrigger declared) {
            return log.triggers().define(declared.settings(), declared.start()).thenReturn(true);
        }

        private static PerigeeException taken(String name) {
            return PerigeeException.invalid(
                    "/events/triggers",
                    "The trigger \"%s\" exists already and belongs to somebody else; delete it or choose another name"
                            .formatted(name));
        }

        private Mono<Boolean> schedule(Schedule schedule) {
            var topic = schedule.topic();
            return log.topic(topic.name())
                    .switchIfEmpty(Mono.defer(() -> log.define(topic)))
                    .then(trigger(new DeclaredTrigger(schedule.trigger(), Schedule.start())));
        }
    }
}
