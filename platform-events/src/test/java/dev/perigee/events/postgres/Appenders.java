package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.events.EventLog;
import dev.perigee.events.EventLogException;
import dev.perigee.events.EventQuery;
import dev.perigee.events.NewEvent;
import dev.perigee.events.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Clients that append one number after the other, each with a key of its own, and know what was
 * acknowledged and what was refused.
 */
final class Appenders implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int PAGE = 1_000;

    private final EventLog log;
    private final TopicName topic;
    private final String padding;
    private final List<Client> clients;
    private volatile boolean stopping;

    Appenders(EventLog log, TopicName topic, int clients) {
        this(log, topic, clients, 0);
    }

    /**
     * @param padding letters that each payload has beside its number, which do not compress
     */
    Appenders(EventLog log, TopicName topic, int clients, int padding) {
        this.log = log;
        this.topic = topic;
        this.padding =
                new Random(1)
                        .ints(padding, '0', 'z')
                        .filter(Character::isLetterOrDigit)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        this.clients = IntStream.range(0, clients).mapToObj(n -> new Client("k" + n)).toList();
    }

    private final class Client {

        private final String key;
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger refusals = new AtomicInteger();
        private final List<Integer> acknowledged = new ArrayList<>();
        private final Thread thread;

        Client(String key) {
            this.key = key;
            this.thread = Thread.ofPlatform().daemon().start(this::run);
        }

        private void run() {
            for (var n = 0; !stopping; n++) {
                var payload = "{\"n\":%d,\"x\":\"%s\"}".formatted(n, padding);
                try {
                    await(log.append(topic, List.of(NewEvent.of(key, payload))));
                    acknowledged.add(n);
                    done.incrementAndGet();
                } catch (EventLogException refused) {
                    refusals.incrementAndGet();
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            }
        }
    }

    /** Waits until each client had so many more acknowledged. */
    void awaitAcknowledged(int more) {
        var until = clients.stream().mapToInt(client -> client.done.get() + more).toArray();
        Awaitility.await()
                .atMost(LONG)
                .until(
                        () ->
                                IntStream.range(0, until.length)
                                        .allMatch(n -> clients.get(n).done.get() >= until[n]));
    }

    /** Waits until each client had so many more refused. */
    void awaitRefused(int more) {
        var until = clients.stream().mapToInt(client -> client.refusals.get() + more).toArray();
        Awaitility.await()
                .atMost(LONG)
                .until(
                        () ->
                                IntStream.range(0, until.length)
                                        .allMatch(n -> clients.get(n).refusals.get() >= until[n]));
    }

    int acknowledged() {
        return clients.stream().mapToInt(client -> client.done.get()).sum();
    }

    int refused() {
        return clients.stream().mapToInt(client -> client.refusals.get()).sum();
    }

    void stop() {
        stopping = true;
        for (var client : clients) {
            try {
                assertThat(client.thread.join(LONG)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    /**
     * What was acknowledged is there once and in order, nothing is there twice, and no offset is
     * missing.
     */
    void assertNothingLost() {
        var stored = stored();
        for (var client : clients) {
            var mine = stored.getOrDefault(client.key, List.of());
            var found = new HashSet<>(mine);
            var acknowledged = new HashSet<>(client.acknowledged);
            assertThat(client.acknowledged.stream().filter(n -> !found.contains(n)))
                    .as("what %s lost of %d", client.key, acknowledged.size())
                    .isEmpty();
            assertThat(mine).as(client.key).doesNotHaveDuplicates();
            assertThat(mine.stream().filter(acknowledged::contains).toList())
                    .as("the order of %s", client.key)
                    .isEqualTo(client.acknowledged);
        }
    }

    /** The numbers of each key, in the order of their offsets. */
    private Map<String, List<Integer>> stored() {
        var stored = new HashMap<String, List<Integer>>();
        for (var range : await(log.ranges(topic))) {
            for (var from = range.first(); from < range.next(); ) {
                var page = await(log.read(EventQuery.of(topic, range.partition(), from, PAGE)));
                for (var event : page.events()) {
                    assertThat(event.offset()).isEqualTo(from++);
                    stored.computeIfAbsent(String.valueOf(event.key()), _ -> new ArrayList<>())
                            .add(number(event.payload()));
                }
            }
        }
        return stored;
    }

    private static int number(String payload) {
        return Integer.parseInt(payload.substring("{\"n\":".length(), payload.indexOf(',')));
    }

    @Override
    public void close() {
        stopping = true;
    }
}
