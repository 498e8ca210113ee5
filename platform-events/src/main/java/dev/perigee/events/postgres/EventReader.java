package dev.perigee.events.postgres;

import dev.perigee.events.Event;
import dev.perigee.events.EventPage;
import dev.perigee.events.EventQuery;
import dev.perigee.events.OffsetOutOfRangeException;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.UnknownTopicException;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads pages. The partition's counter row says how far it is committed; the page then comes from
 * one segment's own table, so its cost depends neither on the size of the topic nor on the number
 * of topics.
 */
final class EventReader {

    static final int MAX_PAGE_BYTES = 8 << 20;

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final Database database;
    private final SegmentDirectory segments;

    EventReader(Database database) {
        this.database = database;
        this.segments = new SegmentDirectory(database);
    }

    /** What a counter row says. */
    record Head(long segment, PartitionRange range) {}

    Mono<EventPage> read(long topicId, EventQuery query) {
        return Mono.defer(() -> readOnce(topicId, query))
                .retryWhen(
                        Retry.max(2)
                                .filter(
                                        error ->
                                                Database.UNDEFINED_TABLE.equals(
                                                        Database.stateOf(error)))
                                .doBeforeRetry(_ -> segments.forget(topicId)));
    }

    private Mono<EventPage> readOnce(long topicId, EventQuery query) {
        return head(topicId, query.partition())
                .switchIfEmpty(
                        Mono.error(
                                () -> new UnknownTopicException(query.topic(), query.partition())))
                .flatMap(head -> readBelow(topicId, head, query));
    }

    private Mono<EventPage> readBelow(long topicId, Head head, EventQuery query) {
        var range = head.range();
        if (query.from() < range.first() || query.from() > range.next()) {
            return Mono.error(new OffsetOutOfRangeException(query.from(), range));
        }
        if (query.from() == range.next()) {
            return Mono.just(new EventPage(List.of(), query.from(), range.next()));
        }
        return segments.find(topicId, head, query.from())
                .flatMap(segment -> readSegment(segment, query, range.next()));
    }

    private Mono<EventPage> readSegment(SegmentDirectory.Span segment, EventQuery query, long end) {
        var until = Math.min(Math.min(query.from() + query.limit(), segment.end()), end);
        var filter = query.key() == null ? "" : " AND key = $4";
        var statement =
                database.sql(
                                "SELECT id, event_offset, key, payload, headers, appended_at, bytes"
                                    + " FROM (SELECT *, sum(octet_length(payload)) OVER (ORDER BY"
                                    + " event_offset) AS bytes FROM events_"
                                        + segment.id()
                                        + " WHERE "
                                        + inSegment(segment)
                                        + " AND event_offset >= $2 AND"
                                        + " event_offset < $3"
                                        + filter
                                        + ") AS page WHERE bytes - octet_length(payload) < "
                                        + MAX_PAGE_BYTES
                                        + " ORDER BY event_offset")
                        .bind(0, query.partition())
                        .bind(1, query.from())
                        .bind(2, until);
        if (query.key() != null) {
            statement = statement.bind(3, query.key());
        }
        return statement
                .map(row -> new Sized(event(query.partition(), row), bytes(row)))
                .all()
                .collectList()
                .map(rows -> page(rows, until, end));
    }

    /** All rows have this segment, but only with it the statement is sure to use their key. */
    private static String inSegment(SegmentDirectory.Span segment) {
        return "segment_id = " + segment.id() + " AND partition = $1";
    }

    private record Sized(Event event, long bytes) {}

    private static EventPage page(List<Sized> rows, long until, long end) {
        var full = !rows.isEmpty() && rows.getLast().bytes() >= MAX_PAGE_BYTES;
        var next = full ? rows.getLast().event().offset() + 1 : until;
        return new EventPage(rows.stream().map(Sized::event).toList(), next, end);
    }

    /** The first offset of each partition appended at that time or later, by bisection. */
    Flux<PartitionRange> since(long topicId, Instant time) {
        return heads(topicId)
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(
                        head ->
                                bisect(topicId, head, time)
                                        .map(
                                                first ->
                                                        new PartitionRange(
                                                                head.range().partition(),
                                                                first,
                                                                head.range().next())));
    }

    private Mono<Long> bisect(long topicId, Head head, Instant time) {
        return Mono.just(new Bounds(head.range().first(), head.range().next()))
                .expand(
                        bounds ->
                                bounds.low >= bounds.high
                                        ? Mono.empty()
                                        : isBefore(topicId, head, bounds.middle(), time)
                                                .map(
                                                        before ->
                                                                before
                                                                        ? bounds.upper()
                                                                        : bounds.lower()))
                .last()
                .map(Bounds::low);
    }

    private record Bounds(long low, long high) {

        long middle() {
            return low + (high - low) / 2;
        }

        Bounds upper() {
            return new Bounds(middle() + 1, high);
        }

        Bounds lower() {
            return new Bounds(low, middle());
        }
    }

    private Mono<Boolean> isBefore(long topicId, Head head, long offset, Instant time) {
        return segments.find(topicId, head, offset)
                .flatMap(
                        segment ->
                                database.sql(
                                                "SELECT appended_at < $3 FROM events_"
                                                        + segment.id()
                                                        + " WHERE "
                                                        + inSegment(segment)
                                                        + " AND event_offset = $2")
                                        .bind(0, head.range().partition())
                                        .bind(1, offset)
                                        .bind(2, time.atOffset(ZoneOffset.UTC))
                                        .map(
                                                row ->
                                                        Objects.requireNonNull(
                                                                row.get(0, Boolean.class)))
                                        .one());
    }

    Flux<Head> heads(long topicId) {
        return database.sql(
                        "SELECT partition, segment_id, first_offset, next_offset FROM"
                                + " topic_partitions WHERE topic_id = $1 ORDER BY partition")
                .bind(0, topicId)
                .map(EventReader::head)
                .all();
    }

    private Mono<Head> head(long topicId, int partition) {
        return database.sql(
                        "SELECT partition, segment_id, first_offset, next_offset FROM"
                                + " topic_partitions WHERE topic_id = $1 AND partition = $2")
                .bind(0, topicId)
                .bind(1, partition)
                .map(EventReader::head)
                .one();
    }

    private static Head head(Readable row) {
        return new Head(
                number(row, "segment_id"),
                new PartitionRange(
                        Objects.requireNonNull(row.get("partition", Integer.class)),
                        number(row, "first_offset"),
                        number(row, "next_offset")));
    }

    private static Event event(int partition, Readable row) {
        return new Event(
                Objects.requireNonNull(row.get("id", UUID.class)),
                partition,
                number(row, "event_offset"),
                row.get("key", String.class),
                Objects.requireNonNull(row.get("payload", String.class)),
                headers(row.get("headers", String.class)),
                Objects.requireNonNull(row.get("appended_at", OffsetDateTime.class)).toInstant());
    }

    static Map<String, String> headers(@Nullable String json) {
        return json == null ? Map.of() : JSON.readValue(json, HEADERS);
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    private static long bytes(Readable row) {
        return number(row, "bytes");
    }
}
