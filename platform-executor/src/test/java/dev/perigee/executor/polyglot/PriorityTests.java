package dev.perigee.executor.polyglot;

import static dev.perigee.executor.polyglot.Calls.javascript;
import static dev.perigee.executor.polyglot.TestExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.InvocationLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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

    /** The niceness of the guest's thread after its log was as slow as told. */
    private static int nicenessIn(FunctionCode code, int logMillis) {
        var niceness = new AtomicInteger(-1);
        InvocationLog slow =
                (_, _) -> {
                    sleep(logMillis);
                    niceness.set(ownNiceness());
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

    /** Field 19 of the thread's state, see proc(5); the name before it may hold blanks. */
    private static int ownNiceness() {
        try {
            var state = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(state.substring(state.indexOf(')') + 2).split(" ")[16]);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
