package dev.perigee.events.memory;

import dev.perigee.events.Appended;
import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventPage;
import dev.perigee.events.EventPlacer;
import dev.perigee.events.EventQuery;
import dev.perigee.events.IdempotencyKeyReusedException;
import dev.perigee.events.NewEvent;
import dev.perigee.events.OffsetOutOfRangeException;
import dev.perigee.events.OnceAppend;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.PlacedEvent;
import dev.perigee.events.Topic;
import dev.perigee.events.TopicConflictException;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.UnitCommit.PlacedAppend;
import dev.perigee.events.UnknownTopicException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event log that lives as long as its process and keeps everything. All state is guarded by this
 * object's monitor, which is held only for the length of a list operation.
 */
public final class InMemoryEventLog implements EventLog {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final Clock clock;
    private final Map<String, Stored> topics = new TreeMap<>();
    private final Sinks.Many<TopicName> appends = Sinks.many().multicast().directBestEffort();
    private long lastId;

    public InMemoryEventLog(Clock clock) {
        this.clock = clock;
    }

    record Stored(
            Topic topic,
            EventPlacer placer,
            List<List<Event>> partitions,
            Map<String, Receipt> receipts) {}

    private record Receipt(OnceAppend once, List<Appended> places) {}

    @Override
    public Mono<Topic> define(TopicSettings settings) {
        return locked(() -> store(settings));
    }

    @Override
    public Mono<Topic> create(TopicSettings settings) {
        return locked(
                () -> {
                    var existing = topics.get(settings.name().toString());
                    if (existing != null) {
                        throw new TopicConflictException(existing.topic());
                    }
                    return store(settings);
                });
    }

    private Topic store(TopicSettings settings) {
        var placer = new EventPlacer(settings);
        var existing = topics.get(settings.name().toString());
        if (existing == null) {
            var topic = new Topic(++lastId, settings, clock.instant());
            var partitions = new ArrayList<List<Event>>();
            for (var n = 0; n < settings.partitions(); n++) {
                partitions.add(new ArrayList<>());
            }
            topics.put(
                    topic.name().toString(),
                    new Stored(topic, placer, partitions, new HashMap<>()));
            return topic;
        }
        var topic = existing.topic();
        if (topic.partitions() != settings.partitions()) {
            throw new TopicConflictException(topic, settings.partitions());
        }
        var changed = new Topic(topic.id(), settings, topic.createdAt());
        topics.put(
                topic.name().toString(),
                new Stored(changed, placer, existing.partitions(), existing.receipts()));
        return changed;
    }

    @Override
    public Mono<Topic> topic(TopicName name) {
        return Mono.fromSupplier(
                () -> {
                    synchronized (this) {
                        var stored = topics.get(name.toString());
                        return stored == null ? null : stored.topic();
                    }
                });
    }

    @Override
    public Flux<Topic> topics(String namespace) {
        return locked(
                        () ->
                                topics.values().stream()
                                        .map(Stored::topic)
                                        .filter(t -> t.name().namespace().equals(namespace))
                                        .toList())
                .flatMapIterable(list -> list);
    }

    @Override
    public Mono<Void> delete(TopicName name) {
        return locked(
                        () -> {
                            topics.remove(stored(name).topic().name().toString());
                            return true;
                        })
                .then();
    }

    @Override
    public Mono<List<Appended>> append(TopicName name, List<NewEvent> events) {
        return locked(() -> add(place(name, events))).doOnNext(_ -> tell(name));
    }

    @Override
    public Mono<List<Appended>> appendOnce(
            TopicName name, String idempotencyKey, List<NewEvent> events) {
        return locked(() -> addOnce(name, OnceAppend.of(idempotencyKey, events), events))
                .doOnNext(_ -> tell(name));
    }

    private List<Appended> addOnce(TopicName name, OnceAppend once, List<NewEvent> events) {
        var stored = stored(name);
        var placed = stored.placer().place(events, once);
        var receipt = stored.receipts().get(once.key());
        if (receipt == null) {
            receipt = new Receipt(once, add(new PlacedAppend(stored.topic(), placed)));
            stored.receipts().put(once.key(), receipt);
        }
        if (!receipt.once().equals(once)) {
            throw new IdempotencyKeyReusedException(once.key());
        }
        return receipt.places();
    }

    synchronized PlacedAppend place(TopicName name, List<NewEvent> events) {
        var stored = stored(name);
        return new PlacedAppend(stored.topic(), stored.placer().place(events));
    }

    /** Fails when the topic was deleted since its events were placed. */
    synchronized Stored requireStored(PlacedAppend append) {
        var stored = stored(append.topic().name());
        if (stored.topic().id() != append.topic().id()) {
            throw new UnknownTopicException(append.topic().name());
        }
        return stored;
    }

    synchronized List<Appended> add(PlacedAppend append) {
        var stored = requireStored(append);
        return append.events().stream().map(placed -> add(stored, placed)).toList();
    }

    void tell(TopicName name) {
        appends.emitNext(name, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
    }

    private Appended add(Stored stored, PlacedEvent placed) {
        var partition = stored.partitions().get(placed.partition());
        var json = placed.headers();
        partition.add(
                new Event(
                        placed.id(),
                        placed.partition(),
                        partition.size(),
                        placed.key(),
                        placed.payload(),
                        json == null ? Map.of() : JSON.readValue(json, HEADERS),
                        clock.instant()));
        return new Appended(placed.partition(), partition.size() - 1L);
    }

    @Override
    public Mono<EventPage> read(EventQuery query) {
        return locked(
                () -> {
                    var partition = partition(query.topic(), query.partition());
                    var end = partition.size();
                    if (query.from() < 0 || query.from() > end) {
                        throw new OffsetOutOfRangeException(
                                query.from(), new PartitionRange(query.partition(), 0, end));
                    }
                    var until = Math.min(query.from() + query.limit(), end);
                    var events =
                            partition.subList((int) query.from(), (int) until).stream()
                                    .filter(
                                            event ->
                                                    query.key() == null
                                                            || query.key().equals(event.key()))
                                    .toList();
                    return new EventPage(events, until, end);
                });
    }

    @Override
    public Mono<List<PartitionRange>> ranges(TopicName name) {
        return rangesSince(name, Instant.MIN);
    }

    @Override
    public Mono<List<PartitionRange>> rangesSince(TopicName name, Instant time) {
        return locked(
                () -> {
                    var partitions = stored(name).partitions();
                    var ranges = new ArrayList<PartitionRange>();
                    for (var n = 0; n < partitions.size(); n++) {
                        var events = partitions.get(n);
                        var before =
                                events.stream().filter(e -> e.appendedAt().isBefore(time)).count();
                        ranges.add(new PartitionRange(n, before, events.size()));
                    }
                    return List.copyOf(ranges);
                });
    }

    @Override
    public Flux<Event> tail(TopicName name, int partition, long from) {
        return Flux.defer(
                () -> {
                    var cursor = new AtomicLong(from);
                    return appends.asFlux()
                            .filter(name::equals)
                            .onBackpressureLatest()
                            .startWith(name)
                            .concatMap(_ -> readOn(name, partition, cursor), 1);
                });
    }

    @Override
    public Flux<Event> follow(TopicName name, List<Long> from) {
        return locked(() -> stored(name).partitions().size())
                .flatMapMany(
                        partitions -> {
                            if (from.size() != partitions) {
                                return Flux.error(
                                        new IllegalArgumentException(
                                                "there must be one offset for each of "
                                                        + partitions
                                                        + " partitions"));
                            }
                            return Flux.range(0, partitions)
                                    .flatMap(n -> tail(name, n, from.get(n)), partitions, 1);
                        });
    }

    private Flux<Event> readOn(TopicName name, int partition, AtomicLong cursor) {
        return Flux.defer(() -> read(EventQuery.of(name, partition, cursor.get(), 256)))
                .doOnNext(page -> cursor.set(page.next()))
                .repeat()
                .takeUntil(page -> page.next() == page.end())
                .concatMapIterable(EventPage::events, 1);
    }

    private Stored stored(TopicName name) {
        var stored = topics.get(name.toString());
        if (stored == null) {
            throw new UnknownTopicException(name);
        }
        return stored;
    }

    private List<Event> partition(TopicName name, int partition) {
        var stored = stored(name);
        if (partition >= stored.partitions().size()) {
            throw new UnknownTopicException(name, partition);
        }
        return stored.partitions().get(partition);
    }

    private <T> Mono<T> locked(Supplier<T> work) {
        return Mono.fromSupplier(
                () -> {
                    synchronized (this) {
                        return work.get();
                    }
                });
    }
}
