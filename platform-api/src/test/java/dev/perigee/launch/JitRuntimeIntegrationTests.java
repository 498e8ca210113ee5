package dev.perigee.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JitRuntimeIntegrationTests {

    private static final Path COMPILER = Path.of("target", "jit");

    @TempDir private Path work;

    @Test
    void compilesGuestsWithoutAnUpgradedModulePath() throws Exception {
        var runtime = work.resolve("runtime");

        var made = run(jdk(), "-cp", classPath(), main(), COMPILER.toString(), runtime.toString());

        assertThat(made.output()).isEmpty();
        assertThat(made.exit()).isZero();
        assertThat(runtime).isDirectoryNotContaining("glob:**/{exploded,linked}");
        var engine =
                run(
                        runtime,
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:+EnableJVMCI",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classPath(),
                        NameOfEngine.class.getName());
        assertThat(engine.output()).isEqualTo("GraalVM CE");
    }

    @Test
    void leavesNothingBehindWhenTheJdkCannotBeLinked() throws Exception {
        var runtime = work.resolve("runtime");
        var broken = Files.createDirectory(work.resolve("broken"));
        Files.writeString(broken.resolve("compiler.jar"), "not a jar");

        var made = run(jdk(), "-cp", classPath(), main(), broken.toString(), runtime.toString());

        assertThat(made.exit()).isNotZero();
        assertThat(runtime.resolve("lib/modules")).doesNotExist();
    }

    private static Path jdk() {
        return Path.of(System.getProperty("java.home"));
    }

    private static String main() {
        return JitRuntime.class.getName();
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private record Run(int exit, String output) {}

    private static Run run(Path home, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Run(process.waitFor(), output.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What a process says of its engine. */
    static final class NameOfEngine {

        public static void main(String[] arguments) {
            try (var engine = Engine.create()) {
                System.out.println(engine.getImplementationName());
            }
        }
    }
}
