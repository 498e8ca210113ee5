package dev.perigee.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.FakePlatform;
import dev.perigee.Perigee;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

/** Kills the whole process while functions are saved, with a data directory of its own. */
class KilledProcessIntegrationTests {

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir Path data;

    @Test
    void keepsEveryAcknowledgedVersionAndLeavesNoServer() throws Exception {
        int acknowledged;
        try (var platform = start()) {
            acknowledged = saveUntilKilled(platform);
        }
        awaitNoServer();

        try (var platform = start()) {
            var answer = client.send(request(platform, "/versions").build(), text());

            assertThat(acknowledged).isGreaterThan(10);
            assertThat(answer.body()).contains("\"number\":" + acknowledged + ",");
            var live = client.send(request(platform, "").build(), text());
            assertThat(live.body()).containsPattern("\"liveVersion\":\\d+");
            assertThat(liveVersion(live.body())).isGreaterThanOrEqualTo(acknowledged);
        }
    }

    /** The server of the last process ends a moment after it, and still writes in that moment. */
    @AfterEach
    void awaitNoServer() {
        var postmaster = data.resolve("postgresql/cluster/postmaster.pid");
        await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(postmaster));
    }

    private int saveUntilKilled(Platform platform) throws IOException, InterruptedException {
        var acknowledged = 0;
        for (var version = 1; ; version++) {
            var body = "{\"runtime\":\"lua\",\"source\":\"return %d\"}".formatted(version);
            var save =
                    request(platform, "")
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString(body));
            if (version == 15) {
                platform.killSoon();
            }
            try {
                if (client.send(save.build(), text()).statusCode() == 201) {
                    acknowledged = version;
                }
            } catch (IOException e) {
                return acknowledged;
            }
        }
    }

    private static int liveVersion(String function) {
        return Integer.parseInt(function.replaceFirst(".*\"liveVersion\":(\\d+).*", "$1"));
    }

    private static HttpRequest.Builder request(Platform platform, String rest) {
        return HttpRequest.newBuilder(
                URI.create(
                        "http://localhost:" + platform.port() + "/api/v1/functions/kept" + rest));
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private Platform start() throws IOException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                data.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var output = process.inputReader();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("listens on ")) {
                return new Platform(process, output, Integer.parseInt(line.substring(11)));
            }
        }
        throw new IOException("the platform ended without listening");
    }

    /** A platform in a process of its own. */
    private record Platform(Process process, BufferedReader output, int port)
            implements AutoCloseable {

        void killSoon() {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    new ProcessBuilder(
                                                    "sh",
                                                    "-c",
                                                    "sleep 0.1; kill -9 " + process.pid())
                                            .start()
                                            .waitFor();
                                } catch (IOException | InterruptedException e) {
                                    process.destroyForcibly();
                                }
                            });
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }

    /** Starts the platform with an executor that runs nothing. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            var context =
                    SpringApplication.run(
                            new Class<?>[] {Perigee.class, FakePlatform.class},
                            new String[] {
                                "--perigee.mode=dev",
                                "--perigee.test.own-server=true",
                                "--perigee.gateway.port=0",
                                "--server.port=0",
                                "--perigee.database.binaries-directory="
                                        + Path.of(
                                                System.getProperty("java.io.tmpdir"),
                                                "perigee-test-postgresql"),
                                "--perigee.data-directory=" + arguments[0]
                            });
            System.out.println(
                    "listens on " + context.getEnvironment().getProperty("local.server.port"));
        }
    }
}
