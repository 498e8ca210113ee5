package dev.perigee.events.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.events.Delivery;
import dev.perigee.events.Event;
import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.OnFailure;
import dev.perigee.events.RetryPolicy;
import dev.perigee.events.StaleOwnerException;
import dev.perigee.events.StateConflictException;
import dev.perigee.events.TopicName;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.postgres.DeliveryStore.Claim;
import dev.perigee.events.postgres.PartitionWorker.Turn;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/**
 * Simulates a partition's deliveries with crashes, take-overs and lost answers. Every seed is
 * another history; a failing one is repeated exactly by its seed.
 */
class PartitionWorkerTests {

    private static final int SEEDS = 300;

    /** How often each event was handed to the handler. */
    private final Map<Long, Integer> deliveries = new HashMap<>();

    private final StoreFailures failures = new StoreFailures(System::nanoTime);

    @Test
    void deliversInOrderAndIdles() {
        var partition = new SimulatedPartition(10, new Random(1), 0);
        var worker = worker(partition, 1, 4, request -> Mono.empty());

        runUntil(Turn.Idle.class, worker);

        assertThat(partition.effects).isEqualTo(LongStream.range(0, 10).boxed().toList());
        assertThat(worker.turn().block()).isInstanceOf(Turn.Idle.class);
    }

    @Test
    void deliversBatches() {
        var sizes = new ArrayList<Integer>();
        var partition = new SimulatedPartition(10, new Random(1), 0);

        runUntil(
                Turn.Idle.class,
                worker(
                        partition,
                        4,
                        4,
                        request -> {
                            sizes.add(request.events().size());
                            return Mono.empty();
                        }));

        assertThat(sizes).containsExactly(4, 4, 2);
        assertThat(partition.effects).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void parksThePoisonedEventAloneWithinItsBudget(int batch) {
        var partition = new SimulatedPartition(12, new Random(1), 0);

        runUntil(
                Turn.Idle.class,
                worker(partition, batch, 3, poisonous(Set.of(2L, 9L), new Random(1), 0)));

        assertThat(partition.parked).containsExactly(2L, 9L);
        assertThat(partition.effects)
                .isEqualTo(LongStream.range(0, 12).filter(o -> o != 2 && o != 9).boxed().toList());
        assertThat(deliveries.get(2L)).isEqualTo(3);
        assertThat(deliveries.values()).allMatch(count -> count <= 3);
    }

    @Test
    void repeatsAnAttemptWhoseStateChangedWithoutCountingIt() {
        var partition = new SimulatedPartition(1, new Random(1), 0);
        var attempts = new ArrayList<Integer>();

        runUntil(
                Turn.Idle.class,
                worker(
                        partition,
                        1,
                        1,
                        request -> {
                            attempts.add(request.attempt());
                            return attempts.size() < 5
                                    ? Mono.error(new StateConflictException("k"))
                                    : Mono.empty();
                        }));

        assertThat(attempts).containsExactly(1, 1, 1, 1, 1);
        assertThat(partition.effects).containsExactly(0L);
    }

    @Test
    void beginsNothingWithoutALease() {
        var partition = new SimulatedPartition(1, new Random(1), 0);
        var settings =
                new PartitionWorker.Settings(
                        8, () -> false, () -> 0, Duration.ofMillis(1), failures);
        var worker =
                new PartitionWorker(
                        claim(partition.takeOver(), 1, 4),
                        partition,
                        request -> Mono.error(new AssertionError("delivered")),
                        settings);

        worker.turn().block();

        assertThat(worker.turn().block()).isInstanceOf(Turn.Wait.class);
    }

    @Test
    void tellsWhatTheStoreFailsAndTriesAgain() {
        var partition = new SimulatedPartition(1, new Random(1), 1);
        var worker = worker(partition, 1, 4, request -> Mono.empty());

        assertThat(worker.turn().block()).isInstanceOf(Turn.Wait.class);
        assertThat(worker.turn().block()).isInstanceOf(Turn.Wait.class);

        assertThat(failures.total()).isEqualTo(2);
    }

    @Test
    void saysNothingOfADeliveryThatTheEndOfTheProcessInterrupts() {
        var partition = new SimulatedPartition(1, new Random(1), 0);
        var workers = new ArrayList<PartitionWorker>();
        var worker =
                worker(
                        partition,
                        1,
                        4,
                        request -> {
                            workers.getFirst().stop();
                            return Mono.error(
                                    new LogUnavailableException(
                                            "the commit", new IOException("closed")));
                        });
        workers.add(worker);

        runUntil(Turn.Stop.class, worker);

        assertThat(failures.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void effectsHappenOnceWhateverCrashes(int batch) {
        for (var seed = 0; seed < SEEDS; seed++) {
            deliveries.clear();
            var random = new Random(seed);
            var partition = new SimulatedPartition(40, random, 0.03);
            var poison = Set.of(3L, 4L, 17L, 39L);

            simulate(partition, random, poison, batch);

            var handled = new ArrayList<>(partition.effects);
            handled.addAll(partition.parked);
            assertThat(partition.effects).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            assertThat(handled)
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 40).boxed().toList());
            assertThat(partition.parked).as("seed %d", seed).containsAll(poison);
            assertThat(deliveries.values())
                    .as("seed %d", seed)
                    .allMatch(count -> count <= 4, "at most four deliveries");
        }
    }

    /** Lets owners die at any turn, sometimes in the middle, while old owners go on unaware. */
    private void simulate(
            SimulatedPartition partition, Random random, Set<Long> poison, int batch) {
        var owners = new ArrayList<PartitionWorker>();
        for (var turn = 0; !partition.isDone(); turn++) {
            assertThat(turn).as("turns").isLessThan(20_000);
            if (owners.isEmpty() || random.nextInt(40) == 0) {
                var handler = poisonous(poison, random, 0.02);
                owners.addFirst(
                        new PartitionWorker(
                                claim(partition.takeOver(), batch, 4),
                                partition,
                                handler,
                                settings()));
            }
            if (owners.size() > 3 || random.nextInt(100) == 0) {
                owners.removeLast();
                continue;
            }
            owners.get(random.nextInt(owners.size())).turn().block(Duration.ofSeconds(5));
        }
    }

    /** Fails for the poisonous; now and then the process dies in the handler and never answers. */
    private Delivery poisonous(Set<Long> poison, Random random, double deaths) {
        return request ->
                Mono.defer(
                        () -> {
                            request.events()
                                    .forEach(e -> deliveries.merge(e.offset(), 1, Integer::sum));
                            if (random.nextDouble() < deaths) {
                                return Mono.error(new StaleOwnerException("died"));
                            }
                            return request.events().stream()
                                            .map(Event::offset)
                                            .anyMatch(poison::contains)
                                    ? Mono.error(new IllegalStateException("poison"))
                                    : Mono.empty();
                        });
    }

    private static void runUntil(Class<? extends Turn> end, PartitionWorker worker) {
        for (var turn = 0; turn < 1_000; turn++) {
            var next = Objects.requireNonNull(worker.turn().block(Duration.ofSeconds(5)));
            if (end.isInstance(next)) {
                return;
            }
        }
        throw new AssertionError("never " + end.getSimpleName());
    }

    private PartitionWorker worker(
            SimulatedPartition partition, int batch, int attempts, Delivery delivery) {
        return new PartitionWorker(
                claim(partition.takeOver(), batch, attempts), partition, delivery, settings());
    }

    private PartitionWorker.Settings settings() {
        return new PartitionWorker.Settings(
                8, () -> true, () -> 0.5, Duration.ofNanos(1), failures);
    }

    private static Claim claim(long epoch, int batch, int attempts) {
        var settings =
                new TriggerSettings(
                        new TriggerName("sim", "t"),
                        new TopicName("sim", "t"),
                        "f",
                        batch,
                        new RetryPolicy(attempts, Duration.ofMillis(1), Duration.ofMillis(1)),
                        OnFailure.PARK);
        return new Claim(
                new Trigger(1, settings, false, Trigger.Shadow.NONE, 0, Instant.EPOCH), 0, epoch);
    }
}
