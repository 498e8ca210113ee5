package dev.perigee.events;

import dev.perigee.events.InvalidEventException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks events of one topic before they are appended and finds their partitions; every
 * implementation of {@link EventLog} uses it, so all of them accept and place alike. A key's
 * partition is the CRC-32C of its UTF-8 bytes modulo the number of partitions: it must never
 * change. Safe for use by many threads.
 */
public final class EventPlacer {

    private static final JsonMapper JSON = new JsonMapper();

    private final TopicName topic;
    private final int partitions;
    private final @Nullable TopicSchema schema;

    public EventPlacer(TopicSettings settings) {
        this.topic = settings.name();
        this.partitions = settings.partitions();
        this.schema = settings.schema() == null ? null : TopicSchema.parse(settings.schema());
    }

    /** Checks and places all events; fails with {@link InvalidEventException} naming each fault. */
    public List<PlacedEvent> place(List<NewEvent> events) {
        return place(events, ThreadLocalRandom.current().nextInt(partitions));
    }

    /** Checks and places all events of an append that may be repeated. */
    public List<PlacedEvent> place(List<NewEvent> events, OnceAppend once) {
        return place(events, once.partitionOf(partitions));
    }

    private List<PlacedEvent> place(List<NewEvent> events, int keyless) {
        var placed = new ArrayList<PlacedEvent>(events.size());
        var faults = new ArrayList<Fault>();
        for (var index = 0; index < events.size(); index++) {
            var event = place(index, events.get(index), keyless, faults);
            if (event != null) {
                placed.add(event);
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidEventException(topic, faults);
        }
        return placed;
    }

    /** The partition of a key. */
    public int partitionOf(String key) {
        var crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % partitions);
    }

    private @Nullable PlacedEvent place(
            int index, NewEvent event, int keyless, List<Fault> faults) {
        var before = faults.size();
        var key = event.key();
        var keyBytes =
                key == null
                        ? 0
                        : size(key, NewEvent.MAX_KEY_BYTES, new Place(index, "/key"), faults);
        var headers = event.headers().isEmpty() ? null : JSON.writeValueAsString(event.headers());
        var headerBytes =
                headers == null
                        ? 0
                        : size(
                                headers,
                                NewEvent.MAX_HEADER_BYTES,
                                new Place(index, "/headers"),
                                faults);
        var payloadBytes =
                size(
                        event.payload(),
                        NewEvent.MAX_PAYLOAD_BYTES,
                        new Place(index, "/payload"),
                        faults);
        if (faults.size() == before) {
            checkPayload(index, event.payload(), faults);
        }
        if (faults.size() > before) {
            return null;
        }
        return new PlacedEvent(
                event.id() == null ? TimeOrderedIds.next() : event.id(),
                key == null ? keyless : partitionOf(key),
                key,
                event.payload(),
                headers,
                keyBytes + payloadBytes + headerBytes);
    }

    private record Place(int index, String pointer) {}

    private static int size(String text, int limit, Place place, List<Fault> faults) {
        if (text.indexOf('\0') >= 0) {
            faults.add(new Fault(place.index, place.pointer, "contains a NUL character"));
            return 0;
        }
        var bytes = Utf8.length(text);
        if (bytes < 0) {
            faults.add(new Fault(place.index, place.pointer, "is not well-formed Unicode"));
        } else if (bytes > limit) {
            faults.add(
                    new Fault(
                            place.index,
                            place.pointer,
                            "has " + bytes + " bytes, more than the " + limit + " allowed",
                            true));
        }
        return bytes;
    }

    private void checkPayload(int index, String payload, List<Fault> faults) {
        var fault = JsonText.fault(payload);
        if (fault != null) {
            faults.add(new Fault(index, "/payload", fault));
            return;
        }
        if (schema != null) {
            faults.addAll(schema.faults(index, payload));
        }
    }
}
