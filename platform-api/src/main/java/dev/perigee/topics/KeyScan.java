package dev.perigee.topics;

import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventPage;
import dev.perigee.events.EventQuery;
import java.util.ArrayList;
import reactor.core.publisher.Mono;

/**
 * Looks for events of one key, page after page, until there are enough or a bounded number of
 * offsets was looked at; the answer says where to go on.
 */
final class KeyScan {

    private static final int MAX_PAGES = NewestEvents.KEY_WINDOW / EventQuery.MAX_LIMIT;

    private final EventLog log;
    private final EventQuery query;

    KeyScan(EventLog log, EventQuery query) {
        this.log = log;
        this.query = query;
    }

    Mono<EventPage> first(int size) {
        var found = new ArrayList<Event>();
        return read(query.from())
                .doOnNext(page -> found.addAll(page.events()))
                .expand(
                        page ->
                                found.size() >= size || page.next() == page.end()
                                        ? Mono.empty()
                                        : read(page.next())
                                                .doOnNext(more -> found.addAll(more.events())))
                .take(MAX_PAGES)
                .last()
                .map(
                        last ->
                                found.size() <= size
                                        ? new EventPage(found, last.next(), last.end())
                                        : new EventPage(
                                                found.subList(0, size),
                                                found.get(size - 1).offset() + 1,
                                                last.end()));
    }

    private Mono<EventPage> read(long from) {
        return log.read(
                new EventQuery(
                        query.topic(), query.partition(), from, EventQuery.MAX_LIMIT, query.key()));
    }
}
