package dev.perigee.events.postgres;

import dev.perigee.events.Appended;
import dev.perigee.events.Delivery;
import dev.perigee.events.Event;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventPage;
import dev.perigee.events.EventQuery;
import dev.perigee.events.LogStatistics;
import dev.perigee.events.NewEvent;
import dev.perigee.events.OnceAppend;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.Replays;
import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.Topic;
import dev.perigee.events.TopicInUseException;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSchema;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.Triggers;
import dev.perigee.events.UnitCommitter;
import dev.perigee.events.UnitOfWork;
import dev.perigee.events.UnknownTopicException;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The event log on PostgreSQL. Appends of concurrent callers share commits; each is one statement,
 * so neither a crash nor a paused process leaves one half done or a lock behind.
 *
 * <p>Needs the migrations V020 and later, and a pool of at least five connections, three of which
 * it keeps: two for appends and one for notifications. The driver must find {@link BinaryArrays},
 * as it does unless it is told not to look for extensions.
 */
public final class PostgresEventLog implements EventLog, AutoCloseable {

    private final EventLogSettings settings;
    private final TopicRepository repository;
    private final TopicCache topics;
    private final Signals signals;
    private final GroupAppender appender;
    private final EventReader reader;

    private final StateStore state;
    private final UnitCommitter committer;
    private final Database database;
    private final PostgresTriggers triggers;

    public PostgresEventLog(ConnectionFactory pool, EventLogSettings settings) {
        this(new Database(pool), settings, null);
    }

    /** A log that does not tell other processes of its commits, to measure what telling costs. */
    static PostgresEventLog silent(ConnectionFactory pool, EventLogSettings settings) {
        var database = new Database(pool);
        return new PostgresEventLog(database, settings, new Signals(database, false));
    }

    private PostgresEventLog(
            Database database, EventLogSettings settings, @Nullable Signals signals) {
        this.database = database;
        var commit = new CommitStatement(database);
        this.settings = settings;
        this.repository = new TopicRepository(database);
        this.topics = new TopicCache(repository);
        this.signals = signals == null ? new Signals(database, true) : signals;
        this.appender = new GroupAppender(database, settings, this.signals::committed);
        this.reader = new EventReader(database);
        this.state = new PostgresStateStore(database, commit);
        this.committer = new PostgresUnitCommitter(topics, appender, commit, this.signals);
        this.triggers = new PostgresTriggers(database, this, topics, this.signals);
    }

    /**
     * This log over other connections to the same database, for definitions and {@link #appendOnce}
     * that are to join a transaction of those connections. Made anew for each transaction, since it
     * remembers what it read, and not closed. Whoever commits calls {@link #announce}.
     */
    public PostgresEventLog over(ConnectionFactory connections) {
        return new PostgresEventLog(new Database(connections), settings, signals);
    }

    /** Lets readers and deliverers look now for what a transaction brought. */
    public void announce() {
        signals.committed(Signals.ANY_TOPIC);
    }

    /** The triggers on this log's topics. */
    public Triggers triggers() {
        return triggers;
    }

    /** Replays of the triggers. */
    public Replays replays() {
        return new PostgresReplays(database, triggers, signals);
    }

    /**
     * Opens the next segments and drops the ones that retention gives up; to be called every minute
     * or so by any number of processes.
     *
     * @param force drops also what a trigger has not read
     */
    public Mono<SegmentUpkeep> lookAfterSegments(SegmentUpkeep.Limits limits, boolean force) {
        return new SegmentKeeper(database)
                .run(limits, force)
                .onErrorMap(error -> Database.translate("looking after segments", error));
    }

    /**
     * Drops now what the topic's retention gives up, up to what a trigger has not read; that is
     * dropped as well when it is forced. Errors with {@link UnknownTopicException}.
     */
    public Mono<SegmentUpkeep> trim(TopicName name, boolean force) {
        return repository
                .find(name)
                .switchIfEmpty(Mono.error(() -> new UnknownTopicException(name)))
                .flatMap(topic -> new SegmentKeeper(database).trim(topic, force))
                .onErrorMap(error -> Database.translate("trimming the topic", error));
    }

    /** Takes part in the deliveries of all triggers until it is shut down. */
    public TriggerDispatcher dispatch(Delivery delivery, DispatchSettings dispatch) {
        var store = new PostgresDeliveryStore(database, this, state, committer);
        return new TriggerDispatcher(database, store, delivery, dispatch).start(signals);
    }

    /** The state that commits together with this log's events. */
    public StateStore state() {
        return state;
    }

    /** Begins a unit of work on this log and on that state. */
    public UnitOfWork begin(StateSpace space) {
        return new UnitOfWork(space, state, committer);
    }

    /** All topics and triggers of a namespace, of all namespaces when it is null. */
    public Mono<LogStatistics> statistics(@Nullable String namespace) {
        return new StatisticsReader(database)
                .read(namespace)
                .onErrorMap(error -> Database.translate("reading the statistics", error));
    }

    @Override
    public Mono<Topic> define(TopicSettings wanted) {
        return checked(wanted, repository::define);
    }

    @Override
    public Mono<Topic> create(TopicSettings wanted) {
        return checked(wanted, repository::create);
    }

    private Mono<Topic> checked(TopicSettings wanted, Function<TopicSettings, Mono<Topic>> store) {
        return Mono.defer(
                        () -> {
                            if (wanted.schema() != null) {
                                TopicSchema.parse(wanted.schema());
                            }
                            return store.apply(wanted);
                        })
                .doOnNext(topics::put)
                .onErrorMap(error -> Database.translate("defining the topic", error));
    }

    @Override
    public Mono<Topic> topic(TopicName name) {
        return repository
                .find(name)
                .onErrorMap(error -> Database.translate("looking the topic up", error));
    }

    @Override
    public Flux<Topic> topics(String namespace) {
        return repository
                .list(namespace)
                .onErrorMap(error -> Database.translate("listing the topics", error));
    }

    @Override
    public Mono<Void> delete(TopicName name) {
        return repository
                .delete(name)
                .doOnNext(_ -> topics.forget(name))
                .onErrorMap(
                        error ->
                                Database.FOREIGN_KEY_VIOLATION.equals(Database.stateOf(error))
                                        ? new TopicInUseException(name)
                                        : Database.translate("deleting the topic", error))
                .then();
    }

    @Override
    public Mono<List<Appended>> append(TopicName name, List<NewEvent> events) {
        return topics.get(name)
                .flatMap(
                        topic -> {
                            var placed = topic.placer().place(events);
                            return placed.isEmpty()
                                    ? Mono.just(List.<Appended>of())
                                    : appender.append(topic.topic(), placed);
                        })
                .doOnError(UnknownTopicException.class, _ -> topics.forget(name))
                .onErrorMap(error -> Database.translate("the append", error));
    }

    @Override
    public Mono<List<Appended>> appendOnce(
            TopicName name, String idempotencyKey, List<NewEvent> events) {
        return topics.get(name)
                .flatMap(topic -> appendOnce(topic, OnceAppend.of(idempotencyKey, events), events))
                .doOnError(UnknownTopicException.class, _ -> topics.forget(name))
                .onErrorMap(error -> Database.translate("the append", error));
    }

    private Mono<List<Appended>> appendOnce(
            TopicCache.Entry topic, OnceAppend once, List<NewEvent> events) {
        var placed = topic.placer().place(events, once);
        return placed.isEmpty()
                ? Mono.just(List.of())
                : new AppendStatement(database)
                        .commitOnce(topic.topic(), once, placed)
                        .doOnNext(_ -> signals.committed(topic.topic().id()));
    }

    @Override
    public Mono<EventPage> read(EventQuery query) {
        return topics.get(query.topic())
                .flatMap(topic -> reader.read(topic.topic().id(), query))
                .doOnError(UnknownTopicException.class, _ -> topics.forget(query.topic()))
                .onErrorMap(error -> Database.translate("the read", error));
    }

    @Override
    public Mono<List<PartitionRange>> ranges(TopicName name) {
        return topics.get(name)
                .flatMap(
                        topic ->
                                reader.heads(topic.topic().id())
                                        .map(EventReader.Head::range)
                                        .collectList())
                .onErrorMap(error -> Database.translate("the read", error));
    }

    @Override
    public Mono<List<PartitionRange>> rangesSince(TopicName name, Instant time) {
        return topics.get(name)
                .flatMap(topic -> reader.since(topic.topic().id(), time).collectList())
                .onErrorMap(error -> Database.translate("the read", error));
    }

    @Override
    public Flux<Event> tail(TopicName name, int partition, long from) {
        return topics.get(name)
                .flatMapMany(
                        topic ->
                                new Tail(signals, settings.poll())
                                        .follow(
                                                topic.topic().id(),
                                                from,
                                                next ->
                                                        read(
                                                                EventQuery.of(
                                                                        name, partition, next,
                                                                        Tail.PAGE))))
                .onErrorMap(error -> Database.translate("the read", error));
    }

    @Override
    public Flux<Event> follow(TopicName name, List<Long> from) {
        return topics.get(name)
                .flatMapMany(
                        topic -> {
                            if (from.size() != topic.topic().partitions()) {
                                return Flux.error(
                                        new IllegalArgumentException(
                                                "there must be one offset for each of "
                                                        + topic.topic().partitions()
                                                        + " partitions"));
                            }
                            return new TopicTail(signals, settings.poll(), this)
                                    .follow(topic.topic(), from);
                        })
                .onErrorMap(error -> Database.translate("the read", error));
    }

    /** Events that wait for their commit in this process. */
    public int waiting() {
        return appender.waiting();
    }

    @Override
    public void close() {
        appender.close();
        signals.close();
    }
}
