package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.javascript;
import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class CapacityTests {

    private static final String SLEEPER =
            "import { sleep } from 'perigee'; export default async (args) => { await"
                    + " sleep(args.ms); return 'done' }";

    @Test
    void refusesMoreOfAFunctionThanItsShare() {
        try (var executor = new TestExecutor(ExecutorSettings.DEFAULT.withBounds(100, 10))) {
            var outcomes =
                    Flux.range(0, 25)
                            .flatMap(
                                    _ ->
                                            executor.executor.invoke(
                                                    Calls.of(javascript(SLEEPER), "{\"ms\":2000}")),
                                    25)
                            .collectList()
                            .block(Duration.ofSeconds(60));

            assertThat(outcomes).filteredOn(Outcome.Refused.class::isInstance).hasSize(15);
            assertThat(outcomes).filteredOn(value("\"done\"")::equals).hasSize(10);
            assertThat(executor.run(Calls.of(javascript(SLEEPER), "{\"ms\":1}")))
                    .isEqualTo(value("\"done\""));
        }
    }

    @Test
    void refusesAtOnceWhenTheQueueIsFull() {
        var settings = ExecutorSettings.DEFAULT.withLanes(1).withBounds(5, 1000);
        try (var executor = new TestExecutor(settings)) {
            var busy =
                    javascript(
                            "export default () => { const end = Date.now() + 200; while (Date.now()"
                                    + " < end); }");
            var outcomes =
                    Flux.range(0, 50)
                            .flatMap(_ -> executor.executor.invoke(Calls.of(busy, "{}")), 50)
                            .collectList()
                            .block(Duration.ofSeconds(60));

            assertThat(outcomes)
                    .filteredOn(Outcome.Refused.class::isInstance)
                    .hasSizeGreaterThan(30)
                    .allMatch(
                            outcome ->
                                    outcome instanceof Outcome.Refused(var reason, var after)
                                            && reason.equals("too many invocations are waiting")
                                            && after.isPositive());
        }
    }

    @Test
    void evictsTheContextsUsedLeastRecently() {
        var settings = ExecutorSettings.DEFAULT.withLanes(1).withContextsPerLane(2);
        try (var executor = new TestExecutor(settings)) {
            var one = counter("one");
            executor.run(Calls.of(one, "{}"));
            assertThat(executor.run(Calls.of(one, "{}"))).isEqualTo(value("2"));

            executor.run(Calls.of(counter("two"), "{}"));
            executor.run(Calls.of(counter("three"), "{}"));

            assertThat(executor.run(Calls.of(one, "{}"))).isEqualTo(value("1"));
        }
    }

    @Test
    void retiringAVersionGivesItsContextsUp() {
        try (var executor = new TestExecutor(ExecutorSettings.DEFAULT.withLanes(1))) {
            var code = counter("one");
            executor.run(Calls.of(code, "{}"));

            executor.executor.retire(code.hash());

            assertThat(executor.run(Calls.of(code, "{}"))).isEqualTo(value("1"));
        }
    }

    private static FunctionCode counter(String name) {
        var text = "let n = 0; export default () => ++n; // " + name;
        return Calls.code(
                new FunctionId("default", name),
                "javascript",
                "app/main.js",
                Map.of("app/main.js", text));
    }

    @Test
    void closingEndsWhatRuns() {
        var executor = new TestExecutor(ExecutorSettings.DEFAULT);
        var outcome =
                executor.executor.invoke(Calls.of(javascript(SLEEPER), "{\"ms\":4000}")).toFuture();
        executor.run(Calls.of(javascript("export default () => 1"), "{}"));

        executor.close();

        assertThat(outcome.join()).isInstanceOf(Outcome.Refused.class);
        assertThat(executor.run(Calls.of(javascript(SLEEPER), "{}")))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(
                        thread -> thread.isAlive() && thread.getName().startsWith("perigee-lane"));
    }
}
