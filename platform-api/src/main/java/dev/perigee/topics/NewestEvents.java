package dev.perigee.topics;

import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventPage;
import dev.perigee.events.EventQuery;
import dev.perigee.events.OffsetOutOfRangeException;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.TopicName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads a topic backwards over its partitions: the newest events, then older ones by a cursor that
 * holds one offset for each partition. What is kept in memory is bounded by the limit and by {@link
 * #MAX_BYTES}, whatever the partitions hold.
 */
final class NewestEvents {

    static final long MAX_BYTES = 8L << 20;

    /** How many offsets of a partition one answer looks at for a key. */
    static final int KEY_WINDOW = 100_000;

    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparing(Event::appendedAt)
                    .thenComparingInt(Event::partition)
                    .thenComparingLong(Event::offset)
                    .reversed();

    private final EventLog log;

    NewestEvents(EventLog log) {
        this.log = log;
    }

    /**
     * What is asked for.
     *
     * @param key only events of that key, or null
     * @param before offsets before which to read, by partition; null for the newest
     */
    record Question(
            TopicName topic, int limit, @Nullable String key, @Nullable List<Long> before) {}

    /** Events, newest first, and the cursor to older ones; null when there are none. */
    record Answer(List<Event> events, @Nullable List<Long> older) {}

    Mono<Answer> read(Question question, List<PartitionRange> ranges) {
        var uppers = uppers(question.before(), ranges);
        var windows = new ArrayList<Window>();
        for (var i = 0; i < ranges.size(); i++) {
            var range = ranges.get(i);
            var upper = uppers.get(i);
            var size = question.key() == null ? question.limit() : KEY_WINDOW;
            windows.add(
                    new Window(
                            range.partition(),
                            Math.max(range.first(), upper - size),
                            upper,
                            range.first()));
        }
        return Flux.fromIterable(windows)
                .concatMap(window -> events(question, window), 1)
                .reduce(List.<Event>of(), (kept, more) -> newest(kept, more, question.limit()))
                .map(kept -> answer(kept, windows));
    }

    /** Offsets {@code low} to {@code high} of a partition whose oldest is {@code first}. */
    private record Window(int partition, long low, long high, long first) {}

    private static List<Long> uppers(@Nullable List<Long> before, List<PartitionRange> ranges) {
        return ranges.stream()
                .map(
                        range ->
                                before == null
                                        ? range.next()
                                        : Math.clamp(
                                                before.get(ranges.indexOf(range)),
                                                range.first(),
                                                range.next()))
                .toList();
    }

    private Flux<List<Event>> events(Question question, Window window) {
        return window.low() >= window.high()
                ? Flux.empty()
                : page(question, window, window.low())
                        .expand(
                                page ->
                                        page.next() >= window.high()
                                                ? Mono.empty()
                                                : page(question, window, page.next()))
                        .map(EventPage::events);
    }

    private Mono<EventPage> page(Question question, Window window, long from) {
        var limit = (int) Math.min(EventQuery.MAX_LIMIT, window.high() - from);
        return log.read(
                        new EventQuery(
                                question.topic(), window.partition(), from, limit, question.key()))
                .onErrorResume(
                        OffsetOutOfRangeException.class, dropped -> dropped(window, dropped));
    }

    /** Retention was faster: what is left begins later. */
    private static Mono<EventPage> dropped(Window window, OffsetOutOfRangeException error) {
        return Mono.just(new EventPage(List.of(), window.high(), error.range().next()));
    }

    private static List<Event> newest(List<Event> kept, List<Event> more, int limit) {
        var all = new ArrayList<>(kept);
        all.addAll(more);
        all.sort(NEWEST_FIRST);
        var bytes = 0L;
        for (var i = 0; i < all.size(); i++) {
            bytes += all.get(i).payload().length();
            if (i >= limit || (i > 0 && bytes > MAX_BYTES)) {
                return List.copyOf(all.subList(0, i));
            }
        }
        return all;
    }

    private static Answer answer(List<Event> kept, List<Window> windows) {
        var oldestKept = kept.isEmpty() ? null : kept.getLast();
        var lowest =
                kept.stream().collect(Collectors.toMap(Event::partition, Event::offset, Math::min));
        var older = new ArrayList<Long>();
        var more = false;
        for (var window : windows) {
            var seen = lowest.get(window.partition());
            var at = seen != null ? seen : oldestKept == null ? window.low() : window.high();
            older.add(at);
            more |= at > window.first();
        }
        return new Answer(kept, more ? older : null);
    }
}
