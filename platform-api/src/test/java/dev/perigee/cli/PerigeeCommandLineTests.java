package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PerigeeCommandLineTests {

    @TempDir private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @Test
    void explainsItselfWithItsCommands() {
        assertThat(run("--help")).isZero();

        assertThat(out())
                .contains("Usage: perigee [-h]", "COMMAND", "init", "dev", "Exit codes:")
                .doesNotContain("\033[");
        assertThat(error()).isEmpty();
    }

    @Test
    void everyCommandExplainsItself() {
        var root = commandLine().commands(new PerigeeCommand());
        var all = every(root).toList();

        assertThat(all).hasSizeGreaterThan(40);
        for (var command : all) {
            assertThat(command.getUsageMessage())
                    .contains("Usage: " + command.getCommandSpec().qualifiedName(), "--help")
                    .doesNotContain("\\");
        }
        for (var command : root.getSubcommands().values()) {
            assertThat(command.getUsageMessage()).contains("Example");
        }
    }

    private static Stream<CommandLine> every(CommandLine command) {
        var below = command.getSubcommands().values().stream();
        return Stream.concat(Stream.of(command), below.flatMap(PerigeeCommandLineTests::every));
    }

    @Test
    void saysEverythingThatIsWrongInALuraFile() throws IOException {
        var file = directory.resolve("krakend.json");
        Files.writeString(file, "{\"version\":2,\"endpoints\":[{\"endpoint\":\"/x\"}]}");

        assertThat(run("routes", "check", file.toString())).isOne();

        assertThat(error())
                .contains("✗ /version: unsupported version: 2 (want: 3)")
                .contains("✗ /endpoints/0: ignoring the 'GET /x' endpoint, since it has 0 backends")
                .contains("perigee: krakend.json cannot be served");
    }

    @Test
    void saysEverythingThatIsWrongInAGatewayFile() throws IOException {
        var app = Files.createDirectories(directory.resolve("app"));
        var file = app.resolve("gateway.yml");
        Files.writeString(
                file,
                """
                - {method: GET, path: /x, pipeline: {backends: []}}
                - {method: GET, path: /y, function: f, filters: {maxBody: huge}}
                """);

        assertThat(run("routes", "check", file.toString())).isOne();
        assertThat(error())
                .contains("✗ GET /x pipeline/backends: must list at least one backend")
                .contains("✗ GET /y filters/maxBody: must be a size")
                .contains("perigee: the routes cannot be served");

        Files.writeString(file, "- [GET, /x, f]\n");
        assertThat(run("routes", "check", directory.toString())).isZero();
        assertThat(out()).contains("1 routes are sound");
    }

    @Test
    void importsNoDocumentThatCannotBeRead() throws IOException {
        var file = directory.resolve("pets.yaml");
        assertThat(run("routes", "import", file.toString())).isOne();
        Files.writeString(file, "openapi: [");
        assertThat(run("routes", "import", file.toString())).isOne();

        assertThat(error())
                .contains("there is no file \"" + file)
                .contains("pets.yaml\" is not well-formed");
    }

    @Test
    void saysThatALuraFileIsSoundAndWhatOfItHasNoEffect() throws IOException {
        var file = directory.resolve("krakend.json");
        Files.writeString(
                file,
                """
                {"version": 3, "use_h2c": true, "endpoints": [{"endpoint": "/x",
                 "backend": [{"host": ["http://localhost"], "url_pattern": "/"}]}]}
                """);

        assertThat(run("routes", "check", file.toString())).isZero();

        assertThat(out())
                .contains("! /use_h2c: is kept, but has no effect here")
                .contains("krakend.json is sound: 1 endpoints, hash ");
    }

    @Test
    void doesNotServeABrokenLuraFile() throws IOException {
        var file = directory.resolve("krakend.json");
        Files.writeString(file, "{\"version\":2}");

        assertThat(run("serve", "--lura", file.toString())).isOne();

        assertThat(error()).contains("/version: unsupported version: 2 (want: 3)");
    }

    @Test
    void takesNoCommandForWrongUsage() {
        assertThat(run()).isEqualTo(2);

        assertThat(out()).isEmpty();
        assertThat(error()).contains("Usage: perigee");
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "--frobnicate"})
    void answersWrongUsageInOneLine(String argument) {
        assertThat(run(argument)).isEqualTo(2);

        assertThat(error().lines())
                .singleElement()
                .asString()
                .startsWith("perigee: ")
                .contains(argument)
                .endsWith("see: perigee --help");
    }

    @Test
    void namesACommandThatIsNotThere() {
        assertThat(run("topics", "frobnicate")).isEqualTo(2);

        assertThat(error()).contains("there is no command \"perigee topics frobnicate\"");
    }

    @Test
    void namesTheCommandWhoseUsageIsWrong() {
        assertThat(run("dev", "--port", "many")).isEqualTo(2);

        assertThat(error().lines())
                .singleElement()
                .asString()
                .contains("--port", "many")
                .endsWith("see: perigee dev --help");
    }

    @Test
    void printsItsVersion() {
        assertThat(run("version")).isZero();
        assertThat(out()).startsWith("perigee ").contains("java 25");

        assertThat(run("--version")).isZero();
    }

    @Test
    void makesAProject() {
        var target = directory.resolve("shop");

        assertThat(run("init", target.toString())).isZero();

        assertThat(out()).contains("app/hello.lua", "Next: perigee dev " + target);
        assertThat(target.resolve("app/hello.lua")).exists();
    }

    @Test
    void refusesToMakeAProjectOverFiles() throws IOException {
        Files.writeString(directory.resolve("mine"), "x");

        assertThat(run("init", directory.toString())).isEqualTo(1);

        assertThat(error())
                .isEqualTo(
                        "perigee: \"%s\" is not empty; name a new directory\n"
                                .formatted(directory));
    }

    @Test
    void refusesToServeWhatIsNoProject() {
        assertThat(run("dev", directory.toString())).isEqualTo(1);

        assertThat(error()).contains("has no folder app/").hasLineCount(1);
    }

    @Test
    void startsThePlatformForAProjectOnLoopbackSettings() throws IOException {
        Files.createDirectories(directory.resolve("app"));
        var started = new HashMap<String, Object>();
        Platform platform =
                (settings, _) -> {
                    started.putAll(settings);
                    return stopped();
                };

        var exit =
                new PerigeeCommandLine(terminal(), platform, Map.of())
                        .run("dev", directory.toString(), "--port", "3001");

        assertThat(exit).isZero();
        assertThat(started)
                .containsEntry("perigee.mode", "dev")
                .containsEntry("perigee.gateway.port", 3001)
                .containsEntry("perigee.management.port", 8080)
                .containsEntry(
                        "perigee.data-directory",
                        directory.toAbsolutePath().resolve(".perigee").toString());
        assertThat(out()).contains("http://localhost:3001", "http://localhost:8080/ui");
    }

    @Test
    void tellsAnUnexpectedFailureInOneLineAndTheTraceWhenAsked() throws IOException {
        Files.createDirectories(directory.resolve("app"));

        assertThat(run("dev", directory.toString())).isEqualTo(1);
        assertThat(error()).isEqualTo("perigee: no platform in tests (--stacktrace shows more)\n");

        assertThat(run("dev", directory.toString(), "--stacktrace")).isEqualTo(1);
        assertThat(error()).contains("at dev.perigee.cli.");
    }

    @Test
    void saysWhichServerCannotBeReached() {
        assertThat(run("invoke", "hello", "--to", "http://127.0.0.1:1")).isEqualTo(1);

        assertThat(error().lines())
                .singleElement()
                .asString()
                .startsWith("perigee: cannot reach http://127.0.0.1:1 (");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThat(run("invoke", "hello", "--to", "ftp://host")).isEqualTo(1);

        assertThat(error()).contains("\"ftp://host\" is no address of a server");
    }

    @Test
    void refusesInputThatIsNoJson() {
        assertThat(run("invoke", "hello", "{broken")).isEqualTo(1);

        assertThat(error()).startsWith("perigee: the input is not JSON: ").hasLineCount(1);
    }

    private int run(String... arguments) {
        return commandLine().run(arguments);
    }

    private PerigeeCommandLine commandLine() {
        Platform none =
                (_, _) -> {
                    throw new IllegalStateException("no platform in tests");
                };
        return new PerigeeCommandLine(terminal(), none, Map.of());
    }

    private Terminal terminal() {
        return Terminal.plain(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(error, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String error() {
        return error.toString(StandardCharsets.UTF_8);
    }

    private static Platform.Running stopped() {
        return new Platform.Running() {
            @Override
            public boolean isStopping() {
                return true;
            }

            @Override
            public String property(String name) {
                return "?";
            }

            @Override
            public void awaitStop() {}
        };
    }
}
