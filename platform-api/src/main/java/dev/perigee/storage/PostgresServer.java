package dev.perigee.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running server on a cluster's files, with all durability on. It lives exactly as long as this
 * process: a shell between the two holds the end of a pipe and stops the server when the pipe
 * breaks, also after {@code kill -9}. {@link #start} and {@link #close} block.
 */
final class PostgresServer implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    /**
     * Runs the server in the background and waits for it; a second background shell reads the pipe
     * and tells the server to stop at its end. Signals of the terminal must not reach the server
     * before the platform is done with it, hence setsid and trap.
     */
    private static final String SHELL =
            """
            trap '' INT TERM HUP QUIT
            exec 3<&0
            if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; fi
            "$@" 3<&- </dev/null &
            server=$!
            ( while read -r _ <&3; do :; done; kill -INT "$server" ) 2>/dev/null &
            reader=$!
            exec 3<&-
            wait "$server"
            code=$?
            kill -9 "$reader" 2>/dev/null
            exit "$code"
            """;

    private final Process process;
    private final DatabaseUrl url;

    private PostgresServer(Process process, DatabaseUrl url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it on files that no other process of ours uses, and waits until it is ready. Throws a
     * {@link StorageException} when it does not start.
     */
    static PostgresServer start(
            PostgresCluster cluster, PostgresBinaries binaries, PostgresUser user)
            throws IOException, InterruptedException {
        new PostmasterFile(cluster.data()).clear(STOP_PATIENCE);
        for (var attempt = 1; ; attempt++) {
            var port = port(cluster.portFile(), attempt > 1);
            var process = launch(cluster, binaries, user, port);
            if (awaitReady(process, cluster)) {
                return new PostgresServer(process, url(cluster, port));
            }
            var reason = ServerLog.reason(cluster.log());
            if (attempt == 3 || !reason.contains("could not create any TCP/IP sockets")) {
                throw cluster.corrupt("the server says \"" + reason + "\"");
            }
        }
    }

    private static DatabaseUrl url(PostgresCluster cluster, int port) throws IOException {
        return new DatabaseUrl(
                "127.0.0.1",
                port,
                PostgresCluster.DATABASE,
                PostgresCluster.USER,
                cluster.password(),
                Map.of());
    }

    DatabaseUrl url() {
        return url;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
            }
        } catch (IOException e) {
            process.descendants().forEach(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Process launch(
            PostgresCluster cluster, PostgresBinaries binaries, PostgresUser user, int port)
            throws IOException {
        var command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "perigee-postgresql"));
        command.addAll(user.prefix());
        command.addAll(
                List.of(
                        binaries.program("postgres").toString(),
                        "-D",
                        cluster.data().toString(),
                        "-p",
                        Integer.toString(port)));
        for (var setting :
                List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "fsync=on",
                        "synchronous_commit=on",
                        "full_page_writes=on",
                        "max_connections=200",
                        "logging_collector=off",
                        "log_destination=stderr",
                        "jit=off")) {
            command.addAll(List.of("-c", setting));
        }
        if (Files.exists(cluster.log())) {
            Files.move(
                    cluster.log(),
                    cluster.log().resolveSibling("server.log.1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var builder =
                new ProcessBuilder(command)
                        .directory(cluster.data().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(cluster.log().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private static boolean awaitReady(Process process, PostgresCluster cluster)
            throws IOException, InterruptedException {
        var file = new PostmasterFile(cluster.data());
        var deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (process.isAlive()) {
            if (file.saysReady()) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                process.getOutputStream().close();
                throw new StorageException(
                        "The embedded PostgreSQL in \"%s\" is not ready after %d s."
                                .formatted(cluster.data(), START_PATIENCE.toSeconds()),
                        "Look into \"" + cluster.log() + "\" and start again.");
            }
            Thread.sleep(Duration.ofMillis(10));
        }
        return false;
    }

    /** The port of the last time while nobody else has it, so that tools keep their settings. */
    private static int port(Path file, boolean another) throws IOException {
        var kept = another ? 0 : keptPort(file);
        var port = freePort(kept);
        if (port != kept) {
            Files.writeString(file, port + "\n");
        }
        return port;
    }

    private static int keptPort(Path file) throws IOException {
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (NoSuchFileException | NumberFormatException e) {
            return 0;
        }
    }

    private static int freePort(int wanted) throws IOException {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback, wanted));
            return socket.getLocalPort();
        } catch (IOException | IllegalArgumentException e) {
            if (wanted == 0) {
                throw e;
            }
            return freePort(0);
        }
    }
}
