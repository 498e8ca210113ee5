package dev.perigee.launch;

import dev.perigee.Perigee;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Serves a project for a moment, as {@code perigee dev} does, so that a JVM started with {@code
 * -XX:AOTCacheOutput} records what a start and its first requests need.
 */
public final class TrainingRun {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROUNDS = 500;

    /** Together more calls than the launcher asks for before this run compiles a method. */
    private static final int CROWDS = 50;

    private static final int CROWD = 64;

    private static final List<String> CALLERS =
            List.of("/private/calls-lua", "/private/calls-javascript");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI gateway;
    private final URI management;

    private TrainingRun(int gateway, int management) {
        this.gateway = URI.create("http://127.0.0.1:" + gateway);
        this.management = URI.create("http://127.0.0.1:" + management);
    }

    /**
     * Takes the directory of a project that may be written to, and the paths to call at its
     * gateway. Exits with 0 when all of them answered, with 1 otherwise.
     */
    public static void main(String[] arguments) throws IOException {
        var project = Path.of(arguments[0]);
        var paths = List.of(arguments).subList(1, arguments.length);
        var run = new TrainingRun(freePort(), freePort());
        // Its functions call the platform itself.
        System.setProperty("perigee.http.allowPrivate", "true");
        run.addCallers(project);
        Thread.ofPlatform().daemon().start(() -> run.serve(project));
        System.exit(run.exercise(project, paths) ? 0 : 1);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void serve(Path project) {
        Perigee.main(
                new String[] {
                    "dev",
                    project.toString(),
                    "--port=" + gateway.getPort(),
                    "--management-port=" + management.getPort()
                });
    }

    private boolean exercise(Path project, List<String> paths) throws IOException {
        for (var path : paths) {
            if (!awaitAnswer(gateway.resolve(path))) {
                return false;
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            paths.forEach(path -> status(gateway.resolve(path)));
        }
        for (var path : CALLERS) {
            if (!awaitAnswer(gateway.resolve(path)) || !crowds(gateway.resolve(path))) {
                return false;
            }
        }
        for (var path : List.of("/api/v1/functions", "/api/v1/invocations", "/ui/")) {
            status(management.resolve(path));
        }
        return awaitAnswer(gateway.resolve(save(project)));
    }

    /** Functions that wait for an answer from outside, in both languages. */
    private void addCallers(Path project) throws IOException {
        Files.writeString(
                project.resolve("app/calls-lua.lua"),
                "return function() return require('http').get('%s/hello').status end\n"
                        .formatted(gateway));
        Files.writeString(
                project.resolve("app/calls-javascript.js"),
                """
                import { http } from "perigee";
                export default async () => (await http.get("%s/hello")).status;
                """
                        .formatted(gateway));
    }

    /** Crowds of calls that are under way together. */
    private boolean crowds(URI address) {
        var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        for (int i = 0; i < CROWDS; i++) {
            var calls =
                    Stream.generate(() -> client.sendAsync(request, BodyHandlers.discarding()))
                            .limit(CROWD)
                            .toList();
            if (!calls.stream().allMatch(TrainingRun::succeeds)) {
                return false;
            }
        }
        return true;
    }

    private static boolean succeeds(CompletableFuture<HttpResponse<Void>> call) {
        return call.handle((answer, error) -> error == null && answer.statusCode() == 200).join();
    }

    /** Adds a function, so that reloading is known as well; returns its path. */
    private static String save(Path project) throws IOException {
        Files.writeString(
                project.resolve("app/trained.js"), "export default () => ({ trained: true })\n");
        return "/private/trained";
    }

    private boolean awaitAnswer(URI address) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (status(address) != 200) {
            if (System.nanoTime() > until) {
                return false;
            }
            sleep();
        }
        return true;
    }

    /** The answer's status, 0 when there is none. */
    private int status(URI address) {
        var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
