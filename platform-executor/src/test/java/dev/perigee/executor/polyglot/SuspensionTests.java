package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.javascript;
import static dev.perigee.executor.polyglot.Calls.lua;
import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.Limits;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class SuspensionTests {

    private static TestExecutor executor;

    @BeforeAll
    static void start() {
        executor = new TestExecutor(ExecutorSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        executor.close();
    }

    static Stream<FunctionCode> sleepers() {
        return Stream.of(
                javascript(
                        """
                        import { sleep } from "perigee";
                        export default async (args) => { await sleep(args.ms); return args.n; }
                        """),
                lua(
                        """
                        local sleep = require "sleep"
                        return function(args) sleep(args.ms) return args.n end
                        """));
    }

    static Stream<FunctionCode> callers() {
        return Stream.of(
                javascript(
                        """
                        import { flow } from "perigee";
                        export default async (args) => {
                          try { return await flow.call("other", { n: args.n }) } catch (e) { return [e.code, e.message] }
                        }
                        """));
    }

    @ParameterizedTest
    @MethodSource("sleepers")
    void carriesAThousandWaitingInvocations(FunctionCode code) {
        executor.run(Calls.of(code, "{\"ms\":1,\"n\":0}"));

        long begun = System.nanoTime();
        var outcomes =
                Flux.range(0, 1000)
                        .flatMap(
                                n ->
                                        executor.executor
                                                .invoke(
                                                        Calls.of(
                                                                code,
                                                                "{\"ms\":200,\"n\":" + n + "}"))
                                                .map(outcome -> outcome.equals(value("" + n))),
                                1000)
                        .collectList()
                        .block(Duration.ofSeconds(60));
        var took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(outcomes).hasSize(1000).containsOnly(true);
        // One after another they would take 200 s; how fast it is, is for the benchmarks to say.
        assertThat(took).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void coroutinesOfInterleavedInvocationsStayApart() {
        var code =
                lua(
                        """
                        local sleep = require "sleep"
                        return function(args)
                          local outside = coroutine.isyieldable()
                          local work = coroutine.wrap(function()
                            for i = 1, 5 do
                              sleep(args.n % 7)
                              coroutine.yield(args.n * 10 + i)
                            end
                          end)
                          local sum = 0
                          for i = 1, 5 do
                            sum = sum + work()
                            sleep(args.n % 3)
                            outside = outside or coroutine.isyieldable()
                          end
                          return { sum, outside }
                        end
                        """);

        var right =
                Flux.range(0, 200)
                        .flatMap(
                                n ->
                                        executor.executor
                                                .invoke(Calls.of(code, "{\"n\":" + n + "}"))
                                                .map(
                                                        value("[" + (n * 50 + 15) + ",false]")
                                                                ::equals),
                                200)
                        .collectList()
                        .block(Duration.ofSeconds(60));

        assertThat(right).hasSize(200).containsOnly(true);
    }

    @ParameterizedTest
    @MethodSource("sleepers")
    void timesOutWhileSuspended(FunctionCode code) {
        var limits = Limits.DEFAULT.withDeadline(Duration.ofMillis(100));

        var outcome = executor.run(Calls.of(code, "{\"ms\":3000}", limits, GuestServices.NONE));

        assertThat(outcome).matches(HostilePrograms.TIMED_OUT);
    }

    @ParameterizedTest
    @MethodSource("callers")
    void handsAnswersBack(FunctionCode code) {
        GuestServices late =
                (_, call) ->
                        Mono.delay(Duration.ofMillis(20))
                                .map(_ -> GuestServices.Answer.of("{\"data\":1,\"twice\":[1,2]}"));

        assertThat(executor.run(Calls.of(code, "{\"n\":1}", Calls.PATIENT, late)))
                .asString()
                .contains("twice");
    }

    @ParameterizedTest
    @MethodSource("callers")
    void raisesFailedCallsInTheGuest(FunctionCode code) {
        assertThat(executor.run(Calls.of(code, "{}")))
                .isEqualTo(value("[\"not_available\",\"flow.call is not available here\"]"));
    }

    @ParameterizedTest
    @MethodSource("callers")
    void tellsTheGuestNothingOfInternalErrors(FunctionCode code) {
        GuestServices broken = (_, _) -> Mono.error(new IllegalStateException("secret"));

        assertThat(executor.run(Calls.of(code, "{}", Calls.PATIENT, broken)))
                .asString()
                .contains("internal error")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @MethodSource("callers")
    void cancelsTheCallWhenTheInvocationIsCancelled(FunctionCode code) throws InterruptedException {
        var called = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        GuestServices never =
                (_, _) -> {
                    called.countDown();
                    return Mono.<GuestServices.Answer>never().doOnCancel(cancelled::countDown);
                };

        var running =
                executor.executor.invoke(Calls.of(code, "{}", Calls.PATIENT, never)).subscribe();
        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
        running.dispose();

        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }

    static Stream<FunctionCode> loops() {
        return Stream.of(
                javascript("export default () => { console.log('in'); for (;;); }"),
                lua("return function() print('in') while true do end end"));
    }

    @ParameterizedTest
    @MethodSource("loops")
    void cancellingStopsTheGuest(FunctionCode code) throws InterruptedException {
        var entered = new CountDownLatch(1);
        var limits = Limits.DEFAULT.withDeadline(Duration.ofMinutes(1));
        Disposable running =
                executor.executor
                        .invoke(
                                Calls.logging(
                                        Calls.of(code, "{}", limits, GuestServices.NONE),
                                        (_, _) -> entered.countDown()))
                        .subscribe();
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        running.dispose();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(SuspensionTests::isHog));
    }

    /** Carriers that were detached have a second number. */
    private static boolean isHog(Thread thread) {
        return thread.getName().startsWith("perigee-lane")
                && java.util.Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("perform"));
    }
}
