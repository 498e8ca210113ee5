package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.javascript;
import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.InvocationLog;
import dev.perigee.executor.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.publisher.Mono;

/** Who counts as a hog: a guest that computes for long, not one that merely takes long. */
@EnabledOnOs(OS.LINUX)
class PriorityTests {

    private static final FunctionCode TALKS =
            javascript("export default () => { console.log('first'); return 'done' }");
    private static final FunctionCode COMPUTES =
            javascript(
                    """
                    export default () => {
                      let n = 0;
                      for (const end = Date.now() + 150; Date.now() < end;) n++;
                      console.log("computed");
                      return "done";
                    }
                    """);

    @Test
    void aGuestThatOnlyTakesLongKeepsItsPriority() {
        assertThat(nicenessIn(TALKS, 300)).isEqualTo(ownNiceness());
    }

    @Test
    void aGuestThatComputesForLongIsPutBack() {
        assertThat(nicenessIn(COMPUTES, 0)).isEqualTo(Math.min(19, ownNiceness() + 10));
    }

    @Test
    void compilersArePutBackABitWhileAGuestIsGreedy() {
        assertThat(nicenessIn(COMPUTES, 0, () -> nicenessOf("C1 CompilerThre")))
                .isEqualTo(Math.min(19, ownNiceness() + 5));
    }

    /** Threads keep the priority of the one that began them, and hosts begin event loops. */
    @Test
    void whatAGreedyGuestCallsRunsAtTheUsualPriority() {
        var niceness = new AtomicInteger(-1);
        GuestServices services =
                (_, _) ->
                        Mono.fromSupplier(
                                () -> {
                                    niceness.set(ownNiceness());
                                    return GuestServices.Answer.of("{\"data\":1}");
                                });
        var calls =
                javascript(
                        """
                        import { state } from "perigee";
                        export default async () => {
                          for (const end = Date.now() + 150; Date.now() < end;);
                          return state.get("key");
                        }
                        """);
        try (var executor = new TestExecutor(ExecutorSettings.DEFAULT)) {
            var invocation = Calls.of(calls, "{}", Calls.PATIENT, services);
            assertThat(executor.run(invocation)).isInstanceOf(Outcome.Returned.class);
        }
        assertThat(niceness).hasValue(ownNiceness());
    }

    @Test
    void theOutcomeOfAGreedyGuestIsToldAtTheUsualPriority() {
        var niceness = new AtomicInteger(-1);
        try (var executor = new TestExecutor(ExecutorSettings.DEFAULT)) {
            executor.executor
                    .invoke(Calls.of(COMPUTES, "{}"))
                    .doOnNext(_ -> niceness.set(ownNiceness()))
                    .block();
        }
        assertThat(niceness).hasValue(ownNiceness());
    }

    private static int nicenessOf(String name) {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(task -> task.resolve("stat"))
                    .map(PriorityTests::read)
                    .filter(state -> state.contains("(" + name + ")"))
                    .mapToInt(PriorityTests::niceness)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static int nicenessIn(FunctionCode code, int logMillis) {
        return nicenessIn(code, logMillis, PriorityTests::ownNiceness);
    }

    /** What a guest's thread finds after its log was as slow as told. */
    private static int nicenessIn(FunctionCode code, int logMillis, IntSupplier found) {
        var niceness = new AtomicInteger(-1);
        InvocationLog slow =
                (_, _) -> {
                    sleep(logMillis);
                    niceness.set(found.getAsInt());
                };
        try (var executor = new TestExecutor(ExecutorSettings.DEFAULT)) {
            executor.run(Calls.of(code, "{}"));
            var invocation = Calls.of(code, "{}", Calls.PATIENT, GuestServices.NONE);
            assertThat(executor.run(Calls.logging(invocation, slow))).isEqualTo(value("\"done\""));
        }
        return niceness.get();
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private static int ownNiceness() {
        return niceness(read(Path.of("/proc/thread-self/stat")));
    }

    /** Field 19 of a thread's state, see proc(5); the name before it may hold blanks. */
    private static int niceness(String state) {
        return Integer.parseInt(state.substring(state.indexOf(')') + 2).split(" ")[16]);
    }

    /** Empty when the thread has ended. */
    private static String read(Path state) {
        try {
            return Files.readString(state);
        } catch (IOException ended) {
            return "";
        }
    }
}
