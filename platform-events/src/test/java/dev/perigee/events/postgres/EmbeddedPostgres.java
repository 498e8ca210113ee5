package dev.perigee.events.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL server for the tests of one JVM, from the binaries on the class path, with fsync on.
 * The shell that starts it stops it when the JVM's end of its standard input closes, so a killed
 * JVM leaves no server behind.
 */
final class EmbeddedPostgres {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int NOBODY = 65534;

    private final Path data;
    private final int port;

    private EmbeddedPostgres(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    static EmbeddedPostgres start() {
        try {
            return startIn(Files.createTempDirectory("perigee-postgres-"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** With its data in an empty directory, which is removed when the JVM ends. */
    static EmbeddedPostgres startIn(Path data) {
        try {
            var binaries = binaries();
            giveAway(data);
            run(
                    binaries.resolve("bin/initdb"),
                    List.of("-D", data + "/db", "-U", "perigee", "-A", "trust", "-E", "UTF8"),
                    List.of("--locale=C", "--no-sync"));
            var server = new EmbeddedPostgres(data, freePort());
            server.launch();
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int port() {
        return port;
    }

    URI url() {
        return URI.create("postgresql://perigee:perigee@127.0.0.1:" + port + "/postgres");
    }

    /** Stops the server as an operator does who restarts it: connections are cut. */
    void stop() {
        try {
            var pid = Files.readAllLines(pidFile()).getFirst().strip();
            var kill = new ProcessBuilder("kill", "-INT", pid).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("the server is gone");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.notExists(pidFile()));
    }

    boolean isRunning() {
        try {
            var pid = Files.readAllLines(pidFile()).getFirst().strip();
            return Files.isDirectory(Path.of("/proc", pid));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Starts the server that was stopped, on the same port and data. */
    void startAgain() {
        try {
            launch();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path pidFile() {
        return data.resolve("db/postmaster.pid");
    }

    private void launch() throws IOException {
        var binaries = binaries();
        var postgres =
                String.join(
                        " ",
                        unprivileged(binaries.resolve("bin/postgres")),
                        "-D",
                        data + "/db",
                        "-p",
                        String.valueOf(port),
                        "-c unix_socket_directories='' -c listen_addresses=127.0.0.1",
                        "-c max_connections=200 -c shared_buffers=256MB -c fsync=on");
        var script =
                postgres
                        + " & server=$!; cat >/dev/null; kill -INT $server; wait $server; test -e "
                        + pidFile()
                        + " || rm -rf "
                        + data;
        new ProcessBuilder("/bin/sh", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(data.resolve("log").toFile())
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> Files.readAllLines(pidFile()).get(7).strip().equals("ready"));
    }

    private static Path binaries() throws IOException {
        var home = Path.of(System.getProperty("java.io.tmpdir"), "perigee-test-postgres-18.6.0");
        if (Files.isDirectory(home)) {
            return home;
        }
        var fresh = Files.createTempDirectory("perigee-test-postgres-");
        var archive = fresh.resolve("archive.txz");
        try (var in = EmbeddedPostgres.class.getResourceAsStream(ARCHIVE)) {
            Files.copy(in, archive);
        }
        run(Path.of("tar"), List.of("-xJf", archive.toString(), "-C", fresh.toString()), List.of());
        Files.delete(archive);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException takenByAnother) {
            try (var files = Files.walk(fresh)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
        return home;
    }

    private static void giveAway(Path directory) throws IOException {
        if (isRoot()) {
            Files.setAttribute(directory, "unix:uid", NOBODY);
            Files.setAttribute(directory, "unix:gid", NOBODY);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** PostgreSQL refuses to run as root. */
    private static String unprivileged(Path program) {
        return isRoot()
                ? "setpriv --reuid=%d --regid=%d --clear-groups %s"
                        .formatted(NOBODY, NOBODY, program)
                : program.toString();
    }

    private static void run(Path program, List<String> arguments, List<String> more)
            throws IOException {
        var isTar = program.getFileName().toString().equals("tar");
        var command = new ArrayList<>(List.of((isTar ? "tar" : unprivileged(program)).split(" ")));
        command.addAll(arguments);
        command.addAll(more);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(program + " failed: " + output);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting PostgreSQL", interrupted);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
