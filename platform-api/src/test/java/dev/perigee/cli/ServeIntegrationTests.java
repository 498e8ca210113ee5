package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code perigee serve} as a process, and the commands that talk to it. */
class ServeIntegrationTests {

    private static final Pattern TOKEN = Pattern.compile("perigee_[A-Za-z0-9_-]{20,}");
    private static final String GUESTBOOK = Path.of("..", "examples", "guestbook").toString();

    @TempDir private Path directory;
    private final int port = PerigeeProcess.freePort();
    private final int managementPort = PerigeeProcess.freePort();

    @Test
    void takesADeploymentFromWhoeverHasTheTokenThatItPrintsOnce() throws IOException {
        String token;
        try (var server = serve()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> TOKEN.matcher(server.output()).find());
            var printed = TOKEN.matcher(server.output());
            assertThat(printed.find()).isTrue();
            token = printed.group();

            refusesWithoutToken();
            deploys(token);
            invokesAndShowsWhatHappened(token);
            sendsNothingOfABrokenProject(token);
        }
        try (var server = serve()) {
            assertThat(server.output()).doesNotContain("perigee_");
            assertThat(PerigeeProcess.get("http://127.0.0.1:" + port + "/guests/2").body())
                    .contains("Grace Hopper");
            assertThat(run("deploy", GUESTBOOK, "--token", token)).contains("(unchanged)");
        }
    }

    private void refusesWithoutToken() {
        assertThat(run("deploy", GUESTBOOK))
                .isEqualTo(
                        "1: perigee: the server asks for a valid token; give one with --token or"
                                + " PERIGEE_TOKEN");
    }

    private void deploys(String token) {
        assertThat(run("deploy", GUESTBOOK, "--token", token))
                .startsWith("0: ")
                .contains("+ guests/get version 1", "is live with 4 functions and 4 routes");
        assertThat(PerigeeProcess.get("http://127.0.0.1:" + port + "/guests/2").body())
                .contains("Grace Hopper");
    }

    private void invokesAndShowsWhatHappened(String token) {
        assertThat(run("invoke", "guests/get", "{\"id\":\"1\"}", "--token", token))
                .startsWith("0: ")
                .contains("Ada Lovelace");
        assertThat(run("invoke", "guests/sign", "{}", "--token", token))
                .startsWith("1: ")
                .contains("sign with your name");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> run("logs", "guests/sign", "--token", token).contains("rejected"));
    }

    private void sendsNothingOfABrokenProject(String token) throws IOException {
        var broken = directory.resolve("broken");
        Files.createDirectories(broken.resolve("app"));
        Files.writeString(broken.resolve("app/hello.lua"), "return {\n");

        assertThat(run("deploy", broken.toString(), "--token", token))
                .startsWith("1: ")
                .contains("app/hello.lua:2: ", "nothing was deployed");
    }

    private PerigeeProcess serve() {
        var server =
                PerigeeProcess.start(
                        "serve",
                        "--data",
                        directory.resolve("data").toString(),
                        "--port",
                        Integer.toString(port),
                        "--management-port",
                        Integer.toString(managementPort));
        server.awaitAnswer("http://127.0.0.1:" + managementPort + "/health");
        return server;
    }

    /** Exit code and output of a command that talks to the server. */
    private String run(String... arguments) {
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--to";
        all[arguments.length + 1] = "http://127.0.0.1:" + managementPort;
        try (var command = PerigeeProcess.start(all)) {
            return command.awaitExit() + ": " + command.output();
        }
    }
}
