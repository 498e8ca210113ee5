package dev.perigee.triggers;

import dev.perigee.Perigee;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import tools.jackson.databind.json.JsonMapper;

/** The whole platform in a process of its own on a given database, to be killed and stopped. */
final class ServerProcess implements AutoCloseable {

    /** How long a process may be silent before others take its partitions. */
    static final Duration LEASE = Duration.ofSeconds(3);

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(4);
    private static final JsonMapper JSON = new JsonMapper();

    private final String database;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final int gateway = freePort();
    private final int management = freePort();
    private volatile @Nullable Process process;

    ServerProcess(String database) {
        this.database = database;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to start it; {@link #awaitReady} waits. */
    ServerProcess launch() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m"));
        command.addAll(flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.add("--perigee.mode=dev");
        command.add("--perigee.database.url=" + database);
        command.add("--perigee.gateway.port=" + gateway);
        command.add("--perigee.management.port=" + management);
        command.add("--perigee.events.triggers.lease=" + LEASE.toMillis() + "ms");
        command.add("--perigee.events.triggers.survey=500ms");
        command.add("--logging.level.root=error");
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** What the runtimes need of this JVM's flags. */
    private static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dpolyglot"))
                .toList();
    }

    ServerProcess awaitReady() {
        var until = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < until && isAlive()) {
            if (isHealthy()) {
                return this;
            }
            pause(50);
        }
        throw new AssertionError("the server ended or did not start within " + START);
    }

    private boolean isAlive() {
        var running = process;
        return running != null && running.isAlive();
    }

    private boolean isHealthy() {
        try {
            return send("GET", "/health", null, Map.of()).statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A request to the management API; the path says whether to the gateway: {@code gateway:}. */
    HttpResponse<String> send(
            String method, String path, @Nullable Object body, Map<String, String> headers) {
        var toGateway = path.startsWith("gateway:");
        var address =
                "http://127.0.0.1:"
                        + (toGateway ? gateway : management)
                        + path.replaceFirst("gateway:", "");
        var request =
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(
                                                JSON.writeValueAsString(body)));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** Lets it stand still. */
    void stop() {
        signal("STOP");
    }

    /** Lets it go on. */
    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        var running = process;
        if (running == null) {
            throw new IllegalStateException("not running");
        }
        try {
            var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(running.pid()));
            if (kill.start().waitFor() != 0) {
                throw new IllegalStateException("the process is gone");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Starts the platform. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            SpringApplication.run(Perigee.class, arguments);
        }
    }
}
