package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the programs of {@code hostile.txt}: each ends, and none in an error of the host's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class HostileProgramTests {

    private static final Duration LIMIT = Duration.ofMillis(80);

    /**
     * How long a program may compute after its limit on whatever machine. The goal is a tenth of
     * it; {@link HostileSoak} holds to that.
     */
    private static final Duration LEEWAY = Duration.ofSeconds(2);

    private Engine engine;

    static List<Program> programs() throws IOException {
        return Program.read("hostile.txt");
    }

    @BeforeAll
    void open() throws Exception {
        engine = Engine.create("lua");
        // The first run pays for loading classes; it is no program's fault.
        new BoundedRun(engine, LIMIT).run("local function f() return 1 + f() end f()");
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void endsWithoutHarm(Program program) throws Exception {
        var ending = new BoundedRun(engine, LIMIT).run(program.text());

        assertThat(ending.isOrderly()).as("%s", ending.failure()).isTrue();
        assertThat(ending.computed()).isLessThan(LEEWAY);
    }
}
