package dev.perigee.invocations;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.events.LogUnavailableException;
import dev.perigee.events.NewEvent;
import dev.perigee.events.StateConflictException;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.Limit;
import dev.perigee.executor.Limits;
import dev.perigee.executor.Outcome;
import dev.perigee.functions.FunctionCatalog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** One commit around every invocation. */
class InvocationCommitTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final MemoryLog memory = new MemoryLog();
    private final ScriptedExecutor executor = new ScriptedExecutor();
    private final TestInvoker invocations =
            new TestInvoker(executor, new SimpleMeterRegistry(), 100, memory);

    @Test
    void storesEventsAndStateBeforeItAnswers() {
        executor.on("f", invocation -> appendAndPut(invocation).thenReturn(value("1")));

        var outcome = invoke("f");

        assertThat(outcome).isEqualTo(value("1"));
        assertThat(memory.payloads()).containsExactly("1");
        assertThat(memory.value("k")).isEqualTo("1");
    }

    @Test
    void beginsNothingForFunctionsThatUseNeither() {
        executor.answer("f", value("1"));

        invoke("f");

        assertThat(memory.begun()).isZero();
    }

    static Stream<Outcome> unsuccessful() {
        return Stream.of(
                new Outcome.Rejected("\"no\""),
                new Outcome.Failed("boom", ""),
                new Outcome.TimedOut(Duration.ofSeconds(5)),
                new Outcome.LimitExceeded(Limit.CALL_DEPTH, "16"),
                new Outcome.Refused("full", Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("unsuccessful")
    void leavesNothingBehindUnlessTheFunctionReturned(Outcome outcome) {
        executor.on("f", invocation -> appendAndPut(invocation).thenReturn(outcome));

        assertThat(invoke("f")).isEqualTo(outcome);

        assertThat(memory.payloads()).isEmpty();
        assertThat(memory.value("k")).isNull();
    }

    @Test
    void refusesWhenTheDatabaseIsAway() {
        executor.on("f", invocation -> appendAndPut(invocation).thenReturn(value("1")));
        memory.beforeCommit(
                Mono.error(new LogUnavailableException("the commit", new RuntimeException())));

        var outcome = invoke("f");

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(outcome.error()).contains("the database is not available");
        assertThat(invocations.outcomes()).containsExactly("refused");
    }

    @Test
    void runsAgainWhenSomebodyElseChangedWhatItRead() {
        executor.on("count", this::increment);

        var outcomes =
                Flux.range(0, 40)
                        .flatMap(_ -> invocations.invoker().invoke(request("count", null)), 40)
                        .map(Invoker.Completed::outcome)
                        .collectList()
                        .block(SOON);

        assertThat(outcomes).hasSize(40).allMatch(Outcome.Returned.class::isInstance);
        assertThat(memory.value("k")).isEqualTo("40");
        assertThat(invocations.outcomes()).hasSize(40);
    }

    @Test
    void doesNotRunAgainWhatReachedTheOutside() {
        var runs = new AtomicInteger();
        executor.on(
                "f",
                invocation -> {
                    runs.incrementAndGet();
                    return invocation
                            .services()
                            .call(invocation, new Call("http.request", "{}", null))
                            .onErrorComplete()
                            .then(appendAndPut(invocation))
                            .thenReturn(value("1"));
                });
        memory.beforeCommit(Mono.error(new StateConflictException("k")));

        var outcome = invoke("f");

        assertThat(outcome.error()).contains("was changed by somebody else");
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    void givesUpOnConflictsAtTheDeadline() {
        executor.limits(Limits.DEFAULT.withDeadline(Duration.ofMillis(200)));
        executor.on("f", invocation -> appendAndPut(invocation).thenReturn(value("1")));
        memory.beforeCommit(Mono.error(new StateConflictException("k")));

        assertThat(invoke("f")).isInstanceOf(Outcome.Refused.class);

        assertThat(executor.invoked()).isGreaterThan(1);
        assertThat(invocations.outcomes()).containsExactly("refused");
    }

    @Test
    void aCalleesWorkJoinsItsCallersOrVanishesWithItsFailure() {
        executor.on(
                "callee", invocation -> append(invocation, "\"callee\"").thenReturn(value("1")));
        executor.on(
                "failing",
                invocation ->
                        append(invocation, "\"failing\"")
                                .thenReturn(new Outcome.Failed("boom", "")));
        executor.on(
                "caller",
                invocation ->
                        append(invocation, "\"caller\"")
                                .then(invocations.invoker().invoke(request("callee", invocation)))
                                .then(invocations.invoker().invoke(request("failing", invocation)))
                                .doOnNext(_ -> assertThat(memory.payloads()).isEmpty())
                                .thenReturn(value("1")));

        invoke("caller");

        assertThat(memory.payloads()).containsExactly("\"caller\"", "\"callee\"");
        assertThat(memory.begun()).isEqualTo(1);
    }

    @Test
    void aFailingCallerTakesItsCalleesWorkWithIt() {
        executor.on("callee", invocation -> append(invocation, "1").thenReturn(value("1")));
        executor.on(
                "caller",
                invocation ->
                        invocations
                                .invoker()
                                .invoke(request("callee", invocation))
                                .thenReturn(new Outcome.Rejected("1")));

        invoke("caller");

        assertThat(memory.payloads()).isEmpty();
    }

    @Test
    void aCommitThatHasBegunIsNotCancelled() {
        var held = Sinks.<Void>empty();
        var committing = Sinks.<Void>empty();
        memory.beforeCommit(
                Mono.defer(
                        () -> {
                            committing.tryEmitEmpty();
                            return held.asMono();
                        }));
        executor.on("f", invocation -> appendAndPut(invocation).thenReturn(value("1")));
        var call = invocations.invoker().invoke(request("f", null)).subscribe();
        committing.asMono().block(SOON);

        call.dispose();
        held.tryEmitEmpty();

        assertThat(memory.payloads()).containsExactly("1");
        assertThat(invocations.outcomes()).containsExactly("returned");
    }

    @Test
    void cancellingTheFunctionLeavesNothing() {
        executor.on("f", invocation -> appendAndPut(invocation).then(Mono.never()));
        var call = invocations.invoker().invoke(request("f", null)).subscribe();

        call.dispose();

        assertThat(memory.payloads()).isEmpty();
        assertThat(invocations.outcomes()).containsExactly("cancelled");
        assertThat(executor.cancelled()).isEqualTo(1);
    }

    @Test
    void storesWhatTheFunctionDidNotWaitForAndFailsWithIt() {
        var slow = Sinks.<Void>empty();
        executor.on(
                "g",
                invocation -> {
                    var failing = Mono.error(new IllegalStateException("late"));
                    work(invocation)
                            .change(Mono.delay(Duration.ofMillis(20)).then(failing))
                            .subscribe()
                            .dispose();
                    work(invocation).unit();
                    return Mono.just(value("1"));
                });

        StepVerifier.create(invocations.invoker().invoke(request("g", null)))
                .assertNext(done -> assertThat(done.outcome()).isInstanceOf(Outcome.Failed.class))
                .expectComplete()
                .verify(SOON);
        executor.on(
                "f",
                invocation -> {
                    work(invocation).unit();
                    work(invocation)
                            .change(slow.asMono().then(appendAndPut(invocation)))
                            .subscribe()
                            .dispose();
                    return Mono.just(value("2"));
                });
        StepVerifier.create(invocations.invoker().invoke(request("f", null)))
                .then(slow::tryEmitEmpty)
                .assertNext(done -> assertThat(done.outcome()).isEqualTo(value("2")))
                .expectComplete()
                .verify(SOON);
        assertThat(memory.payloads()).containsExactly("1");
    }

    private Mono<Outcome> increment(Invocation invocation) {
        var unit = work(invocation).unit();
        return unit.get("k")
                .map(entry -> Integer.parseInt(entry.value()))
                .defaultIfEmpty(0)
                .doOnNext(count -> unit.put("k", String.valueOf(count + 1), null))
                .delayElement(Duration.ofMillis(1))
                .thenReturn(value("1"));
    }

    private static InvocationWork work(Invocation invocation) {
        return InvocationWork.of(invocation).orElseThrow();
    }

    private static Mono<Void> append(Invocation invocation, String payload) {
        return work(invocation).unit().append(MemoryLog.TOPIC, List.of(NewEvent.of("k", payload)));
    }

    private static Mono<Void> appendAndPut(Invocation invocation) {
        return append(invocation, "1")
                .then(Mono.fromRunnable(() -> work(invocation).unit().put("k", "1", null)));
    }

    private Outcome invoke(String function) {
        return Objects.requireNonNull(
                        invocations.invoker().invoke(request(function, null)).block(SOON))
                .outcome();
    }

    private static Invoker.Request request(String function, @Nullable Invocation from) {
        var within = from == null ? null : work(from);
        return new Invoker.Request(
                new FunctionId("shop", function),
                FunctionCatalog.LIVE,
                "{}",
                "test",
                new Invoker.Caller(null, null, 0, () -> "{}", within),
                null);
    }
}
