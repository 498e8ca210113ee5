package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.graalvm.polyglot.Engine;

/** No input makes the parser or the interpreter throw anything but a Lua error. */
class FuzzTests {

    /** One set of inputs for all builds; others are for whoever looks for mistakes. */
    private static final String SEED = "-2720141";

    private static final Duration LIMIT = Duration.ofMillis(200);
    private static final Engine ENGINE = Engine.create("lua");
    private static final List<String> PROGRAMS = programs();

    private static List<String> programs() {
        try (var files = Files.list(Path.of("src/test/resources/golden"))) {
            return files.filter(file -> file.toString().endsWith(".lua"))
                    .sorted()
                    .map(FuzzTests::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @AfterContainer
    static void close() {
        ENGINE.close();
    }

    @Property(tries = 300, seed = SEED)
    void programsByTheGrammarEndOrderly(@ForAll long seed) throws Exception {
        var program = new RandomProgram(seed).text();

        var ending = new BoundedRun(ENGINE, LIMIT).run(program);

        assertThat(ending.isOrderly()).as("%s\n%s", ending.failure(), program).isTrue();
    }

    /** Real programs with pieces left out, doubled and exchanged. */
    @Property(tries = 200, seed = SEED)
    void damagedProgramsEndOrderly(@ForAll long seed) throws Exception {
        var program = damaged(new Random(seed));

        var ending = new BoundedRun(ENGINE, LIMIT).run(program);

        assertThat(ending.isOrderly()).as("%s\n%s", ending.failure(), program).isTrue();
    }

    private static String damaged(Random random) {
        var text = new StringBuilder(PROGRAMS.get(random.nextInt(PROGRAMS.size())));
        for (int i = 0; i <= random.nextInt(4); i++) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(3)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(random.nextInt(text.length()), text.substring(from, to));
                default -> text.setCharAt(from, (char) random.nextInt(256));
            }
        }
        return text.toString();
    }
}
