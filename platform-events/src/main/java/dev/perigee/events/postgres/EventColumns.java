package dev.perigee.events.postgres;

import dev.perigee.events.PlacedEvent;
import dev.perigee.events.postgres.AppendRequest.Slot;
import io.r2dbc.spi.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Events turned into columns, as the statements that append take them. */
final class EventColumns {

    /** How many parameters {@link #bind(GenericExecuteSpec, int)} binds. */
    static final int COUNT = 7;

    private static final Comparator<Slot> ORDER =
            Comparator.comparingLong(Slot::topicId).thenComparingInt(Slot::partition);

    private final Map<Slot, Integer> numbers = new HashMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private final BinaryArray ranks;
    private final BinaryArray ids;
    private final BinaryArray keys;
    private final BinaryArray payloads;
    private final BinaryArray headers;
    private int[] counts = new int[8];
    private int[] slotOf;
    private int size;

    /** For about so many events and bytes of their texts. */
    EventColumns(int events, long bytes) {
        this.slotOf = new int[events];
        this.ranks = BinaryArray.ofInts(events);
        this.ids = BinaryArray.ofUuids(events);
        this.keys = BinaryArray.ofTexts(events * 16);
        this.payloads = BinaryArray.ofTexts((int) Math.min(bytes + events * 4L, 1 << 24));
        this.headers = BinaryArray.ofTexts(events * 4);
    }

    static EventColumns of(List<AppendRequest> requests) {
        var events = 0;
        var bytes = 0L;
        for (var request : requests) {
            events += request.events().size();
            bytes += request.bytes();
        }
        var columns = new EventColumns(events, bytes);
        for (var request : requests) {
            for (var event : request.events()) {
                columns.add(request.topicId(), event);
            }
        }
        return columns;
    }

    void add(long topicId, PlacedEvent event) {
        var number = number(new Slot(topicId, event.partition()));
        if (size == slotOf.length) {
            slotOf = Arrays.copyOf(slotOf, Math.max(16, size * 2));
        }
        slotOf[size++] = number;
        ranks.add(counts[number]++);
        ids.add(event.id());
        keys.add(event.key());
        payloads.add(event.payload());
        headers.add(event.headers());
    }

    private int number(Slot slot) {
        var known = numbers.putIfAbsent(slot, slots.size());
        if (known != null) {
            return known;
        }
        if (slots.size() == counts.length) {
            counts = Arrays.copyOf(counts, counts.length * 2);
        }
        slots.add(slot);
        return slots.size() - 1;
    }

    /** Binds topic, partition and rank of each event and what it holds. */
    GenericExecuteSpec bind(GenericExecuteSpec statement, int first) {
        var topics = BinaryArray.ofLongs(size);
        var partitions = BinaryArray.ofInts(size);
        for (var event = 0; event < size; event++) {
            topics.add(slots.get(slotOf[event]).topicId());
            partitions.add(slots.get(slotOf[event]).partition());
        }
        var bound = statement;
        var position = first;
        for (var column : List.of(topics, partitions, ranks, ids, keys, payloads, headers)) {
            bound = bound.bind(position++, column);
        }
        return bound;
    }

    /**
     * Binds the partitions in ascending order with the number of their events, and for each event
     * which of them it belongs to, counted from 1, its rank and what it holds.
     *
     * @return the partitions as bound
     */
    List<Slot> bindBySlot(Statement statement) {
        var order = IntStream.range(0, slots.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparing(slots::get, ORDER));
        var topics = BinaryArray.ofLongs(order.length);
        var partitions = BinaryArray.ofInts(order.length);
        var sizes = BinaryArray.ofInts(order.length);
        var places = new int[order.length];
        var sorted = new ArrayList<Slot>(order.length);
        for (var number : order) {
            var slot = slots.get(number);
            topics.add(slot.topicId());
            partitions.add(slot.partition());
            sizes.add(counts[number]);
            sorted.add(slot);
            places[number] = sorted.size();
        }
        var slotNumbers = BinaryArray.ofInts(size);
        for (var event = 0; event < size; event++) {
            slotNumbers.add(places[slotOf[event]]);
        }
        var position = 0;
        for (var column :
                List.of(
                        topics,
                        partitions,
                        sizes,
                        slotNumbers,
                        ranks,
                        ids,
                        keys,
                        payloads,
                        headers)) {
            statement.bind(position++, column);
        }
        return sorted;
    }
}
