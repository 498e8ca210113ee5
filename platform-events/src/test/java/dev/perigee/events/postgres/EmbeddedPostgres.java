package dev.perigee.events.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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
            var binaries = binaries();
            var data = Files.createTempDirectory("perigee-postgres-");
            giveAway(data);
            run(
                    binaries.resolve("bin/initdb"),
                    List.of("-D", data + "/db", "-U", "perigee", "-A", "trust", "-E", "UTF8"),
                    List.of("--locale=C", "--no-sync"));
            var server = new EmbeddedPostgres(data, freePort());
            server.launch(binaries);
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int port() {
        return port;
    }

    private void launch(Path binaries) throws IOException {
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
                        + " & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf "
                        + data;
        new ProcessBuilder("/bin/sh", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(data.resolve("log").toFile())
                .start();
        var pidFile = data.resolve("db/postmaster.pid");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> Files.readAllLines(pidFile).get(7).strip().equals("ready"));
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
