package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every {@code golden/*.lua} and compares what it prints with the file beside it. */
class GoldenFileTests {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<Path> programs() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".lua")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void printsWhatTheReferencePrints(Path program) throws IOException {
        var expected = Path.of(program.toString().replaceFirst("\\.lua$", ".out"));
        assertThat(run(program)).isEqualTo(Files.readString(expected));
    }

    private static String run(Path program) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var context =
                Context.newBuilder("lua")
                        .out(out)
                        .allowCreateThread(true)
                        .option("lua.hooks", "true")
                        .build()) {
            var name = String.valueOf(program.getFileName());
            context.eval(Source.newBuilder("lua", Files.readString(program), name).build());
        } catch (PolyglotException failed) {
            out.writeBytes(("ERROR: " + failed.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
