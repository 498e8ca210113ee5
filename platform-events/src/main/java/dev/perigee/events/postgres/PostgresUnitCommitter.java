package dev.perigee.events.postgres;

import dev.perigee.events.Committed;
import dev.perigee.events.NewEvent;
import dev.perigee.events.TopicName;
import dev.perigee.events.UnitCommit;
import dev.perigee.events.UnitCommit.PlacedAppend;
import dev.perigee.events.UnitCommitter;
import dev.perigee.events.UnknownTopicException;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Commits units of work. A unit that only appends to one topic shares its commit with other
 * appends; any other commits alone.
 */
final class PostgresUnitCommitter implements UnitCommitter {

    private final TopicCache topics;
    private final GroupAppender appender;
    private final CommitStatement statement;
    private final Signals signals;

    PostgresUnitCommitter(
            TopicCache topics, GroupAppender appender, CommitStatement statement, Signals signals) {
        this.topics = topics;
        this.appender = appender;
        this.statement = statement;
        this.signals = signals;
    }

    @Override
    public Mono<PlacedAppend> place(TopicName name, List<NewEvent> events) {
        return topics.get(name)
                .map(topic -> new PlacedAppend(topic.topic(), topic.placer().place(events)))
                .onErrorMap(error -> Database.translate("the append", error));
    }

    @Override
    public Mono<Committed> commit(UnitCommit unit) {
        var topicIds = unit.appends().stream().mapToLong(a -> a.topic().id()).distinct().toArray();
        var live = unit.space().generation() == 0;
        if (live && unit.writes().isEmpty() && unit.delivery() == null && topicIds.length == 1) {
            return appendAll(unit.appends());
        }
        return statement
                .run(unit)
                .doOnSuccess(
                        _ -> {
                            for (var topic : topicIds) {
                                signals.committed(topic);
                            }
                        })
                .doOnError(
                        UnknownTopicException.class,
                        _ -> unit.appends().forEach(a -> topics.forget(a.topic().name())));
    }

    private Mono<Committed> appendAll(List<PlacedAppend> appends) {
        var events = appends.stream().flatMap(append -> append.events().stream()).toList();
        return appender.append(appends.getFirst().topic(), events)
                .map(places -> new Committed(places, Map.of()));
    }
}
