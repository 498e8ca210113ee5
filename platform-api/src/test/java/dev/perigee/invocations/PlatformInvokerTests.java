package dev.perigee.invocations;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.InvocationLog.Level;
import dev.perigee.executor.Limit;
import dev.perigee.executor.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PlatformInvokerTests {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final ScriptedExecutor executor = new ScriptedExecutor();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TestInvoker invocations = new TestInvoker(executor, registry, 2);

    @Test
    void givesTheExecutorWhatTheFunctionNeeds() {
        var seen = new AtomicReference<@Nullable Invocation>();
        executor.on(
                "f",
                invocation -> {
                    seen.set(invocation);
                    return Mono.just(value("1"));
                });
        var caller = new Invoker.Caller("a".repeat(32), "b".repeat(16), 3, () -> "{\"x\":1}");

        var done = invoke(request("f", caller, Duration.ofMillis(70)));

        var invocation = Objects.requireNonNull(seen.get());
        assertThat(invocation).isNotNull();
        assertThat(done.id()).isEqualTo(invocation.id());
        assertThat(invocation.argumentsJson()).isEqualTo("{\"a\":1}");
        assertThat(invocation.environment()).containsEntry("KEY", "value");
        assertThat(invocation.limits().deadline()).isEqualTo(Duration.ofMillis(70));
        assertThat(invocation.context().traceId()).isEqualTo("a".repeat(32));
        assertThat(invocation.context().spanId()).matches("[0-9a-f]{16}");
        assertThat(invocation.context().depth()).isEqualTo(3);
        assertThat(invocation.context().json().get()).isEqualTo("{\"x\":1}");
    }

    @Test
    void neverLengthensTheFunctionsOwnDeadline() {
        var seen = new AtomicReference<@Nullable Duration>();
        executor.on(
                "f",
                invocation -> {
                    seen.set(invocation.limits().deadline());
                    return Mono.just(value("1"));
                });

        invoke(request("f", Invoker.Caller.anonymous(), Duration.ofHours(1)));

        assertThat(seen.get()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void isEmptyForUnknownFunctionsAndRecordsNothing() {
        StepVerifier.create(invocations.invoker().invoke(request("none")))
                .expectComplete()
                .verify(SOON);

        assertThat(invocations.records()).isEmpty();
    }

    @Test
    void recordsAndCountsEachOutcome() {
        executor.answer("f", new Outcome.Failed("f.lua:1: boom", "in main"));

        var done = invoke(request("f"));

        var kept = invocations.records().getFirst();
        assertThat(kept.id()).hasToString(done.id());
        assertThat(kept.outcome()).isEqualTo("failed");
        assertThat(kept.error()).isEqualTo("f.lua:1: boom");
        assertThat(kept.trace()).isEqualTo("in main");
        assertThat(kept.version()).isEqualTo(3);
        assertThat(
                        registry.get("perigee.invocations")
                                .tags("function", "f", "outcome", "failed")
                                .counter()
                                .count())
                .isEqualTo(1);
        assertThat(
                        registry.get("perigee.invocations.duration")
                                .tag("function", "f")
                                .timer()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void recordsNeitherArgumentsNorEnvironment() {
        executor.answer("f", value("\"result\""));

        invoke(request("f"));

        assertThat(invocations.records().toString()).doesNotContain("value", "result", "\"a\"");
    }

    @Test
    void cancelsTheGuestAndGivesItsPlaceBack() {
        executor.on("f", _ -> Mono.never());

        for (int i = 0; i < 10; i++) {
            StepVerifier.create(invocations.invoker().invoke(request("f")))
                    .expectSubscription()
                    .thenCancel()
                    .verify(SOON);
        }

        assertThat(executor.cancelled()).isEqualTo(10);
        assertThat(invocations.outcomes()).hasSize(10).containsOnly("cancelled");
        executor.answer("f", value("1"));
        assertThat(invoke(request("f")).outcome()).isEqualTo(value("1"));
    }

    @Test
    void refusesMoreThanTheNamespaceMayHaveUnderWay() {
        executor.on("f", _ -> Mono.never());
        invocations.invoker().invoke(request("f")).subscribe();
        invocations.invoker().invoke(request("f")).subscribe();

        assertThat(invoke(request("f")).outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(executor.invoked()).isEqualTo(2);
    }

    @Test
    void endsCallsThatNestTooDeep() {
        executor.answer("f", value("1"));
        var deep = new Invoker.Caller(null, null, 16, () -> "{}");

        assertThat(invoke(request("f", deep, null)).outcome())
                .isEqualTo(new Outcome.LimitExceeded(Limit.CALL_DEPTH, "16"));
        assertThat(executor.invoked()).isZero();
    }

    @Test
    void turnsErrorsOfTheExecutorIntoFailuresWithoutDetail() {
        executor.on("f", _ -> Mono.error(new IllegalStateException("secret")));
        assertThat(invoke(request("f")).outcome())
                .isEqualTo(new Outcome.Failed("internal error", ""));

        executor.on(
                "f",
                _ -> {
                    throw new IllegalStateException("secret");
                });
        assertThat(invoke(request("f")).outcome())
                .isEqualTo(new Outcome.Failed("internal error", ""));

        executor.on("f", _ -> Mono.empty());
        assertThat(invoke(request("f")).outcome())
                .isEqualTo(new Outcome.Failed("internal error", ""));
    }

    @Test
    void keepsLogLinesWholeAndWithinTheLimit() {
        executor.on(
                "f",
                invocation -> {
                    invocation.log().line(Level.WARN, "first");
                    for (int i = 0; i < 10_000; i++) {
                        invocation.log().line(Level.INFO, "x".repeat(100));
                    }
                    return Mono.just(value("1"));
                });

        invoke(request("f"));

        var lines = invocations.records().getFirst().log();
        assertThat(lines.getFirst().text()).isEqualTo("first");
        assertThat(lines)
                .allMatch(line -> line.text().length() == 100 || line.level() == Level.WARN);
        assertThat(lines.stream().mapToInt(line -> line.text().length()).sum())
                .isBetween(200 << 10, 258 << 10);
    }

    @Test
    void makesIdsThatSortByTime() {
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(Ids.invocation(1_700_000_000_000L + i));
        }

        assertThat(new HashSet<>(ids)).hasSize(1_000);
        assertThat(ids.stream().map(UUID::toString).toList()).isSorted();
        assertThat(ids).allMatch(id -> id.version() == 7 && id.variant() == 2);
        assertThat(Ids.lowest(1_700_000_000_000L).toString())
                .isLessThanOrEqualTo(ids.getFirst().toString());
        for (int i = 0; i < 1_000; i++) {
            assertThat(List.of(Ids.trace().length(), Ids.span().length())).containsExactly(32, 16);
        }
    }

    private Invoker.Completed invoke(Invoker.Request request) {
        var done = invocations.invoker().invoke(request).block(SOON);
        assertThat(done).isNotNull();
        return Objects.requireNonNull(done);
    }

    private static Invoker.Request request(String function) {
        return request(function, Invoker.Caller.anonymous(), null);
    }

    private static Invoker.Request request(
            String function, Invoker.Caller caller, @Nullable Duration deadline) {
        return new Invoker.Request(
                new FunctionId("default", function), "live", "{\"a\":1}", "test", caller, deadline);
    }
}
