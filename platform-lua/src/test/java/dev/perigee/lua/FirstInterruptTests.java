package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FirstInterruptTests {

    /** A program that is interrupted goes on while the JVM loads classes. */
    @Test
    void theFirstInterruptOfAJvmFindsItsClassesLoaded(@TempDir Path folder) throws Exception {
        var output = folder.resolve("printed");

        assertThat(run(output)).isTrue();
        assertThat(Integer.parseInt(Files.readString(output).strip())).isLessThan(100);
    }

    /** Whether {@link FirstInterrupt} ended well in a JVM of its own. */
    private static boolean run(Path output) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dpolyglot.engine.WarnInterpreterOnly=false");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(FirstInterrupt.class.getName());
        var process = new ProcessBuilder(command).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(40, TimeUnit.SECONDS);
        process.destroyForcibly();
        return ended && process.exitValue() == 0;
    }
}
