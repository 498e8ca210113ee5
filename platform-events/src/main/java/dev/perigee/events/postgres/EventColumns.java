package dev.perigee.events.postgres;

import dev.perigee.events.PlacedEvent;
import dev.perigee.events.postgres.AppendRequest.Slot;
import io.r2dbc.spi.Statement;
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
        var bound = statement;
        var position = first;
        for (var column : columns()) {
            bound = bound.bind(position++, column);
        }
        return bound;
    }

    Statement bind(Statement statement) {
        var position = 0;
        for (var column : columns()) {
            statement.bind(position++, column);
        }
        return statement;
    }

    private List<Object> columns() {
        return List.of(
                topics.toArray(Long[]::new),
                partitions.toArray(Integer[]::new),
                ranks.toArray(Integer[]::new),
                ids.toArray(UUID[]::new),
                keys.toArray(String[]::new),
                payloads.toArray(String[]::new),
                headers.toArray(String[]::new));
    }
}
