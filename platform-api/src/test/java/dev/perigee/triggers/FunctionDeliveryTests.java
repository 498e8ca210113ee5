package dev.perigee.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.events.Delivery;
import dev.perigee.events.Event;
import dev.perigee.events.StateSpace;
import dev.perigee.events.TopicName;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.UnitOfWork;
import dev.perigee.events.memory.InMemoryEventLog;
import dev.perigee.events.memory.InMemoryStateStore;
import dev.perigee.events.memory.InMemoryUnitCommitter;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.invocations.Invoker;
import dev.perigee.tracing.Spans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FunctionDeliveryTests {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Outcome DONE = new Outcome.Returned(new Result.Nothing());
    private static final Outcome FULL = new Outcome.Refused("full", Duration.ofSeconds(1));

    private final List<Invoker.Request> requests = new ArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    @Test
    void waitsForRoomInsteadOfFailing() {
        var delivery = delivery(SOON, count -> count < 3 ? FULL : DONE);

        StepVerifier.create(delivery.deliver(request(1, "{}"))).expectComplete().verify(SOON);

        assertThat(requests).hasSize(3);
    }

    @Test
    void givesUpWaitingForRoomInTheEndAndWhenStopping() {
        StepVerifier.create(delivery(Duration.ZERO, _ -> FULL).deliver(request(1, "{}")))
                .expectErrorMessage("full")
                .verify(SOON);
        stopping.set(true);
        StepVerifier.create(delivery(SOON, _ -> FULL).deliver(request(1, "{}")))
                .expectErrorMessage("full")
                .verify(SOON);

        assertThat(requests).hasSize(2);
    }

    @Test
    void failsWithWhatTheFunctionSays() {
        StepVerifier.create(
                        delivery(SOON, _ -> new Outcome.Rejected("{\"no\":1}"))
                                .deliver(request(1, "{}")))
                .expectErrorMessage("{\"no\":1} (invocation i1)")
                .verify(SOON);
        StepVerifier.create(
                        delivery(SOON, _ -> new Outcome.TimedOut(Duration.ofMillis(5)))
                                .deliver(request(1, "{}")))
                .expectErrorMessage("timed out after 5 ms (invocation i2)")
                .verify(SOON);

        assertThat(requests).hasSize(2);
    }

    @Test
    void givesPayloadsAsTheyAre() {
        var delivery = delivery(SOON, _ -> DONE);

        delivery.deliver(request(1, " {\"a\":1}")).block(SOON);
        delivery.deliver(request(1, "\"text\"")).block(SOON);
        delivery.deliver(request(5, "null")).block(SOON);

        assertThat(requests)
                .extracting(Invoker.Request::argumentsJson)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(" {\"a\":1}"),
                        second -> assertThat(second).isEqualTo("{\"body\":\"text\"}"),
                        batch ->
                                assertThat(batch)
                                        .startsWith("{\"events\":[{\"id\":")
                                        .endsWith("\"payload\":null}]}"));
        assertThat(requests)
                .allSatisfy(
                        request -> {
                            assertThat(request.origin()).isEqualTo("trigger");
                            assertThat(request.caller().within()).isNotNull();
                            assertThat(request.caller().json().get()).contains("\"attempt\":2");
                        });
    }

    private FunctionDelivery delivery(Duration patience, Function<Integer, Outcome> outcome) {
        return new FunctionDelivery(
                request ->
                        Mono.fromSupplier(
                                () -> {
                                    requests.add(request);
                                    return new Invoker.Completed(
                                            "i" + requests.size(),
                                            outcome.apply(requests.size()),
                                            Duration.ZERO);
                                }),
                Spans.none(),
                patience,
                stopping::get);
    }

    private static Delivery.Request request(int batchSize, String payload) {
        var settings =
                TriggerSettings.of(
                                new TriggerName("shop", "on-orders"),
                                new TopicName("shop", "orders"),
                                "count")
                        .withBatchSize(batchSize);
        var event =
                new Event(UUID.randomUUID(), 0, 7, "k", payload, Map.of(), Instant.ofEpochMilli(1));
        var log = new InMemoryEventLog(Clock.systemUTC());
        var state = new InMemoryStateStore(Clock.systemUTC());
        var unit =
                new UnitOfWork(
                        StateSpace.live("shop"), state, new InMemoryUnitCommitter(log, state));
        return new Delivery.Request(
                new Trigger(1, settings, false, Trigger.Shadow.NONE, 0, Instant.EPOCH),
                List.of(event),
                2,
                unit);
    }
}
