package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts everything, in a clone where nothing is built. */
class LauncherTests {

    @TempDir private Path clone;
    private Path launcher;

    @BeforeEach
    void makeClone() throws IOException {
        launcher = clone.resolve("perigee");
        Files.copy(Path.of("..", "perigee"), launcher);
        Files.writeString(clone.resolve(".java-version"), "25\n");
    }

    @Test
    void saysWhichJdkIsMissingAndWhereFrom() throws Exception {
        Files.writeString(clone.resolve(".java-version"), "99\n");

        var run = run(launcher, Map.of());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output())
                .startsWith("perigee: no JDK 99 found (looked at JAVA_HOME, /usr/lib/jvm")
                .contains("sdk install java 99-tem", "set JAVA_HOME to a JDK 99");
    }

    @Test
    void findsItsCloneThroughLinks() throws Exception {
        var bin = Files.createDirectory(clone.resolve("bin"));
        var link = Files.createSymbolicLink(bin.resolve("pg"), Path.of("..", "perigee"));

        var run = run(link, Map.of("PERIGEE_BUILD", "never"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output())
                .isEqualTo(
                        "perigee: nothing is built yet; run it again without"
                                + " PERIGEE_BUILD=never\n");
    }

    @Test
    void asksForMavenWhenThereIsNone() throws Exception {
        var tools = Files.createDirectory(clone.resolve("tools"));
        for (var tool : new String[] {"bash", "dirname", "readlink", "tr", "grep", "mkdir"}) {
            script(tools.resolve(tool), "#!/usr/bin/bash\nexec /usr/bin/" + tool + " \"$@\"\n");
        }

        var run = run(launcher, Map.of("PATH", tools.toString()));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("there is no mvn on the path", "Maven 3.8");
    }

    @Test
    void showsTheErrorsOfABuildThatFails() throws Exception {
        var tools = Files.createDirectory(clone.resolve("tools"));
        script(tools.resolve("mvn"), FAILING_MAVEN);

        var run = run(launcher, Map.of("PATH", tools + ":" + System.getenv("PATH")));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output())
                .contains(
                        "building: Perigee Lua [2/6]",
                        "[ERROR] Some.java:[3,4] ';' expected",
                        "perigee: the build failed; the whole output is in " + clone.toRealPath());
    }

    private static final String FAILING_MAVEN =
            """
            #!/bin/sh
            echo "[INFO] Building Perigee Lua 0.1.0-SNAPSHOT                       [2/6]"
            echo "[ERROR] Some.java:[3,4] ';' expected"
            exit 1
            """;

    private static void script(Path path, String text) throws IOException {
        Files.writeString(path, text);
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }

    private record Run(int exit, String output) {}

    private static Run run(Path script, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(script.toString(), "version").redirectErrorStream(true);
        builder.environment().put("PERIGEE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
