package dev.perigee.events.postgres;

import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.Topic;
import dev.perigee.events.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Opens and drops segments, topic by topic. Any number of processes may do so at the same time:
 * each topic is looked after by one of them.
 */
final class SegmentKeeper {

    private final Database database;

    SegmentKeeper(Database database) {
        this.database = database;
    }

    private record Named(long id, TopicName name) {}

    private record Step(int opened, int dropped, List<SegmentUpkeep.Held> held) {}

    Mono<SegmentUpkeep> run(SegmentUpkeep.Limits limits, boolean force) {
        return forgetReceipts()
                .thenMany(topics())
                .concatMap(topic -> lookAfter(topic, limits, force))
                .collectList()
                .map(
                        steps -> {
                            var held = new ArrayList<SegmentUpkeep.Held>();
                            steps.forEach(step -> held.addAll(step.held()));
                            return new SegmentUpkeep(
                                    steps.stream().mapToInt(Step::opened).sum(),
                                    steps.stream().mapToInt(Step::dropped).sum(),
                                    held);
                        });
    }

    private Mono<Void> forgetReceipts() {
        return database.sql(
                        "DELETE FROM append_receipts WHERE appended_at < clock_timestamp() -"
                                + " interval '1 day'")
                .then();
    }

    private Flux<Named> topics() {
        return database.sql("SELECT id, namespace, name FROM topics ORDER BY id")
                .map(
                        row ->
                                new Named(
                                        Rows.number(row, "id"),
                                        new TopicName(
                                                Rows.text(row, "namespace"),
                                                Rows.text(row, "name"))))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    private Mono<Step> lookAfter(Named topic, SegmentUpkeep.Limits limits, boolean force) {
        return rotate(topic, limits)
                .flatMap(opened -> drop(topic, force).map(step -> with(opened, step)))
                .onErrorResume(
                        error -> Database.LOCK_TIMEOUT.equals(Database.stateOf(error)),
                        _ -> Mono.just(new Step(0, 0, List.of())));
    }

    private static Step with(int opened, Step step) {
        return new Step(opened, step.dropped(), step.held());
    }

    private Mono<Integer> rotate(Named topic, SegmentUpkeep.Limits limits) {
        return database.sql("SELECT rotate_segment($1, $2, $3) IS NOT NULL AS opened")
                .bind(0, topic.id())
                .bind(1, limits.bytes())
                .bind(2, limits.age().toMillis())
                .map(row -> Rows.bool(row, "opened") ? 1 : 0)
                .one();
    }

    /** Drops at once what the retention of one topic gives up. */
    Mono<SegmentUpkeep> trim(Topic topic, boolean force) {
        return drop(new Named(topic.id(), topic.name()), force)
                .map(step -> new SegmentUpkeep(0, step.dropped(), step.held()));
    }

    private Mono<Step> drop(Named topic, boolean force) {
        return database.sql("SELECT held_by FROM drop_expired_segments($1, $2)")
                .bind(0, topic.id())
                .bind(1, force)
                .map(row -> Optional.ofNullable(row.get("held_by", String.class)))
                .all()
                .collectList()
                .map(
                        rows ->
                                new Step(
                                        0,
                                        (int) rows.stream().filter(r -> r.isEmpty()).count(),
                                        rows.stream()
                                                .flatMap(Optional::stream)
                                                .map(
                                                        trigger ->
                                                                new SegmentUpkeep.Held(
                                                                        topic.name(), trigger))
                                                .toList()));
    }
}
