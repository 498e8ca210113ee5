package dev.perigee.events.postgres;

import dev.perigee.events.Delivery;
import dev.perigee.events.Trigger;
import dev.perigee.events.postgres.DeliveryStore.Claim;
import dev.perigee.events.postgres.Ownership.Got;
import dev.perigee.events.postgres.Ownership.Seen;
import dev.perigee.events.postgres.TurnQueue.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * This process's share of the deliveries. It keeps a lease, claims its fair share of the partitions
 * that nobody alive owns, gives surplus back when processes join, and wakes the workers when events
 * were appended. Once a second it looks at everything in one query, which is the safety net for
 * lost signals. When its lease could not be renewed in time it begins no further delivery.
 */
public final class TriggerDispatcher implements AutoCloseable {

    private static final Duration COMMIT_PAUSE = Duration.ofMillis(50);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final DispatchSettings settings;
    private final Delivery delivery;
    private final DeliveryStore store;
    private final TriggerRepository triggers;
    private final Ownership ownership;
    private final TurnQueue turns;
    private final StoreFailures failures = new StoreFailures(System::nanoTime);
    private final ConcurrentHashMap<Key, Running> running = new ConcurrentHashMap<>();
    private final AtomicBoolean surveying = new AtomicBoolean();
    private final AtomicBoolean surveyAgain = new AtomicBoolean();
    private final AtomicLong renewedAt = new AtomicLong();
    private final Disposable.Composite subscriptions = Disposables.composite();
    private volatile boolean closing;

    TriggerDispatcher(
            Database database, DeliveryStore store, Delivery delivery, DispatchSettings settings) {
        this.settings = settings;
        this.delivery = delivery;
        this.store = store;
        this.triggers = new TriggerRepository(database);
        this.ownership = new Ownership(database, UUID.randomUUID(), settings.lease());
        this.renewedAt.set(System.nanoTime() - settings.lease().toNanos());
        this.turns = new TurnQueue(Schedulers.parallel(), settings.concurrent(), this::stopped);
    }

    private record Key(long triggerId, int partition) {}

    private record Running(Place place, long topicId, Sinks.Empty<Void> ended) {

        Claim claim() {
            return place.worker().claim();
        }
    }

    TriggerDispatcher start(Signals signals) {
        subscriptions.add(signals.listen(this::appended));
        subscriptions.add(
                Flux.interval(Duration.ZERO, settings.survey())
                        .onBackpressureDrop()
                        .subscribe(_ -> survey()));
        return this;
    }

    private void appended(long topicId) {
        if (topicId == Signals.ANY_TOPIC) {
            survey();
            return;
        }
        for (var worker : running.values()) {
            if (worker.topicId() == topicId) {
                turns.wake(worker.place());
            }
        }
    }

    private void survey() {
        surveyAgain.set(true);
        if (closing || !surveying.compareAndSet(false, true)) {
            return;
        }
        surveyAgain.set(false);
        renew().thenMany(ownership.survey())
                .collectList()
                .doOnNext(_ -> failures.surveyed())
                .flatMap(this::reconcile)
                .doOnError(failures::surveyFailed)
                .onErrorComplete()
                .doFinally(
                        _ -> {
                            surveying.set(false);
                            if (surveyAgain.get()) {
                                survey();
                            }
                        })
                .subscribe();
    }

    private Mono<Void> renew() {
        var now = System.nanoTime();
        if (now - renewedAt.get() < settings.lease().toNanos() / 3) {
            return Mono.empty();
        }
        return ownership.renew().doOnSuccess(_ -> renewedAt.set(now));
    }

    private boolean leaseHolds() {
        return System.nanoTime() - renewedAt.get() < settings.lease().toNanos();
    }

    private Mono<Void> reconcile(List<Seen> seen) {
        var mine = seen.stream().filter(Seen::mine).collect(Collectors.toMap(this::key, s -> s));
        for (var worker : running.entrySet()) {
            var still = mine.get(worker.getKey());
            var claim = worker.getValue().claim();
            if (still == null
                    || still.epoch() != claim.epoch()
                    || still.revision() != claim.trigger().revision()) {
                stop(worker.getValue());
            } else if (still.redrive()) {
                worker.getValue().place().worker().redrive();
                turns.wake(worker.getValue().place());
            } else if (still.pending()) {
                turns.wake(worker.getValue().place());
            }
        }
        var owners = seen.isEmpty() ? 1 : Math.max(1, seen.getFirst().owners());
        var share = (int) ((seen.size() + owners - 1) / owners);
        shed(mine.size() - share);
        // A worker of an earlier epoch may still hang in its handler; it must not hide a claim.
        var lost = mine.values().stream().filter(s -> !isRunning(s)).toList();
        var free = new ArrayList<>(seen.stream().filter(Seen::free).toList());
        Collections.shuffle(free);
        var wanted = new ArrayList<>(lost);
        wanted.addAll(free.stream().limit(Math.max(0, share - mine.size())).toList());
        return wanted.isEmpty() || closing ? Mono.empty() : claim(wanted);
    }

    private Key key(Seen seen) {
        return new Key(seen.triggerId(), seen.partition());
    }

    private boolean isRunning(Seen seen) {
        var worker = running.get(key(seen));
        return worker != null && worker.claim().epoch() == seen.epoch();
    }

    private void shed(int surplus) {
        running.values().stream()
                .filter(worker -> !worker.place().worker().isStopping())
                .limit(Math.max(0, surplus))
                .forEach(this::stop);
    }

    private void stop(Running worker) {
        turns.stop(worker.place());
    }

    private Mono<Void> claim(List<Seen> wanted) {
        var topics =
                wanted.stream()
                        .collect(Collectors.toMap(Seen::triggerId, Seen::topicId, (a, _) -> a));
        return ownership
                .claim(wanted)
                .collectList()
                .flatMap(got -> triggersOf(got).doOnNext(found -> run(got, found, topics)))
                .then();
    }

    private Mono<Map<Long, Trigger>> triggersOf(List<Got> got) {
        var ids = got.stream().map(Got::triggerId).distinct().toList();
        return triggers.findAll(ids).collectMap(Trigger::id);
    }

    private void run(List<Got> got, Map<Long, Trigger> found, Map<Long, Long> topics) {
        for (var partition : got) {
            var trigger = found.get(partition.triggerId());
            var topicId = topics.get(partition.triggerId());
            if (trigger != null && topicId != null) {
                run(new Claim(trigger, partition.partition(), partition.epoch()), topicId);
            }
        }
    }

    private void run(Claim claim, long topicId) {
        var workerSettings =
                new PartitionWorker.Settings(
                        settings.page(),
                        this::leaseHolds,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        COMMIT_PAUSE,
                        failures);
        var worker = new PartitionWorker(claim, store, delivery, workerSettings);
        var started = new Running(new Place(worker), topicId, Sinks.empty());
        running.put(new Key(claim.trigger().id(), claim.partition()), started);
        turns.wake(started.place());
    }

    private void stopped(Place place) {
        var claim = place.worker().claim();
        var key = new Key(claim.trigger().id(), claim.partition());
        var worker = running.get(key);
        if (worker == null || worker.place() != place) {
            return;
        }
        ownership
                .release(claim.trigger().id(), claim.partition(), claim.epoch())
                .onErrorComplete()
                .doFinally(
                        _ -> {
                            running.remove(key, worker);
                            worker.ended().tryEmitEmpty();
                        })
                .subscribe();
    }

    /** Partitions that this process delivers now. */
    public int owned() {
        return running.size();
    }

    /** How often the database interrupted this process's deliveries. */
    public long interruptions() {
        return failures.total();
    }

    /** Lets what is being delivered commit, within some seconds, and gives everything back. */
    public Mono<Void> shutDown() {
        return Mono.defer(
                () -> {
                    closing = true;
                    subscriptions.dispose();
                    var workers = List.copyOf(running.values());
                    workers.forEach(this::stop);
                    return Flux.fromIterable(workers)
                            .flatMap(worker -> worker.ended().asMono(), Integer.MAX_VALUE)
                            .then()
                            .timeout(CLOSE_TIMEOUT)
                            .onErrorComplete()
                            .then(ownership.resign())
                            .onErrorComplete();
                });
    }

    /** Begins to shut down, without waiting for the end. */
    @Override
    public void close() {
        shutDown().subscribe();
    }
}
