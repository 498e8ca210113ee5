package dev.perigee.events.postgres;

import dev.perigee.events.PlacedEvent;
import dev.perigee.events.postgres.AppendRequest.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Events turned into columns, as {@code append_events} takes them. */
final class EventColumns {

    /** How many parameters {@link #bind} binds. */
    static final int COUNT = 7;

    private final List<Long> topics = new ArrayList<>();
    private final List<Integer> partitions = new ArrayList<>();
    private final List<Integer> ranks = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> payloads = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private final Map<Slot, Integer> counts = new HashMap<>();

    @SuppressWarnings("NullAway") // the arrays hold null where an event has no key or headers
    void add(long topicId, PlacedEvent event) {
        topics.add(topicId);
        partitions.add(event.partition());
        ranks.add(counts.merge(new Slot(topicId, event.partition()), 1, Integer::sum) - 1);
        ids.add(event.id());
        keys.add(event.key());
        payloads.add(event.payload());
        headers.add(event.headers());
    }

    GenericExecuteSpec bind(GenericExecuteSpec statement, int first) {
        return statement
                .bind(first, topics.toArray(Long[]::new))
                .bind(first + 1, partitions.toArray(Integer[]::new))
                .bind(first + 2, ranks.toArray(Integer[]::new))
                .bind(first + 3, ids.toArray(UUID[]::new))
                .bind(first + 4, keys.toArray(String[]::new))
                .bind(first + 5, payloads.toArray(String[]::new))
                .bind(first + 6, headers.toArray(String[]::new));
    }
}
