package dev.perigee.triggers;

import dev.perigee.events.LogStatistics.OfTrigger;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.Triggers;
import dev.perigee.events.UnknownTriggerException;
import dev.perigee.events.postgres.PostgresEventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Triggers together with their totals. */
@Component
class TriggerViews {

    private final Triggers triggers;
    private final PostgresEventLog log;

    TriggerViews(Triggers triggers, PostgresEventLog log) {
        this.triggers = triggers;
        this.log = log;
    }

    /** All of a namespace by name, replays included. */
    Flux<TriggerResponse> list(String namespace) {
        return triggers.triggers(namespace)
                .collectList()
                .zipWith(totals(namespace), TriggerViews::joined)
                .flatMapIterable(all -> all);
    }

    /** One that was created between the two reads waits for the next list. */
    private static List<TriggerResponse> joined(
            List<Trigger> triggers, Map<TriggerName, OfTrigger> totals) {
        var joined = new ArrayList<TriggerResponse>();
        for (var trigger : triggers) {
            var found = totals.get(trigger.name());
            if (found != null) {
                joined.add(TriggerResponse.of(trigger, found, null));
            }
        }
        return joined;
    }

    /** One with its partitions. */
    Mono<TriggerResponse> get(TriggerName name) {
        return find(name)
                .flatMap(
                        trigger ->
                                Mono.zip(totals(name.namespace()), triggers.progress(name))
                                        .mapNotNull(
                                                both -> {
                                                    var totals = both.getT1().get(name);
                                                    return totals == null
                                                            ? null
                                                            : TriggerResponse.of(
                                                                    trigger, totals, both.getT2());
                                                }))
                .switchIfEmpty(Mono.error(() -> new UnknownTriggerException(name)));
    }

    Mono<Trigger> find(TriggerName name) {
        return triggers.trigger(name)
                .switchIfEmpty(Mono.error(() -> new UnknownTriggerException(name)));
    }

    private Mono<Map<TriggerName, OfTrigger>> totals(String namespace) {
        return log.statistics(namespace)
                .map(
                        all ->
                                all.triggers().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        OfTrigger::trigger, Function.identity())));
    }
}
