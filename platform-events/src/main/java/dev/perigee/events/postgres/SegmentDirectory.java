package dev.perigee.events.postgres;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Which segment of a topic holds an offset. Closed segments never change, so what is known stays
 * true until retention drops a segment, which a reader notices by its missing table.
 */
final class SegmentDirectory {

    private final Database database;
    private final ConcurrentHashMap<Long, List<Segment>> topics = new ConcurrentHashMap<>();

    SegmentDirectory(Database database) {
        this.database = database;
    }

    /** A segment with the first offset of each partition. */
    private record Segment(long id, Long[] first) {}

    /** The part of a partition that one segment holds, up to but without {@code end}. */
    record Span(long id, long end) {}

    Mono<Span> find(long topicId, EventReader.Head head, long offset) {
        var known = topics.get(topicId);
        if (known != null && known.getLast().id >= head.segment()) {
            var span = span(known, head.range().partition(), offset);
            if (span != null) {
                return Mono.just(span);
            }
        }
        return load(topicId)
                .mapNotNull(segments -> span(segments, head.range().partition(), offset));
    }

    void forget(long topicId) {
        topics.remove(topicId);
    }

    private Mono<List<Segment>> load(long topicId) {
        return database.sql(
                        "SELECT id, first_offsets FROM topic_segments WHERE topic_id = $1 ORDER BY"
                                + " id")
                .bind(0, topicId)
                .map(
                        row ->
                                new Segment(
                                        Objects.requireNonNull(row.get(0, Long.class)),
                                        Objects.requireNonNull(row.get(1, Long[].class))))
                .all()
                .collectList()
                .filter(segments -> !segments.isEmpty())
                .doOnNext(segments -> topics.put(topicId, segments));
    }

    private static @Nullable Span span(List<Segment> segments, int partition, long offset) {
        for (var index = segments.size() - 1; index >= 0; index--) {
            var segment = segments.get(index);
            if (segment.first[partition] <= offset) {
                var end =
                        index + 1 < segments.size()
                                ? segments.get(index + 1).first[partition]
                                : Long.MAX_VALUE;
                return new Span(segment.id, end);
            }
        }
        return null;
    }
}
