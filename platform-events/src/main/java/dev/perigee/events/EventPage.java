package dev.perigee.events;

import java.util.List;

/**
 * A page of a partition, in offset order.
 *
 * @param next where the next page begins: beyond the last offset that was looked at
 * @param end the partition's next offset when the page was read; {@code next == end} means that
 *     there was nothing more
 */
public record EventPage(List<Event> events, long next, long end) {

    public EventPage {
        events = List.copyOf(events);
    }
}
