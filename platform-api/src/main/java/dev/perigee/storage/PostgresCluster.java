package dev.perigee.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * The server's files below the data directory: its data, the password of its one user and its port.
 * The data is made beside its place and renamed, so that a killed first start leaves nothing
 * half-made.
 */
final class PostgresCluster {

    static final String USER = "perigee";
    static final String DATABASE = "perigee";

    private final Path home;
    private final PostgresBinaries binaries;
    private final PostgresUser user;

    PostgresCluster(Path home, PostgresBinaries binaries, PostgresUser user) {
        this.home = home;
        this.binaries = binaries;
        this.user = user;
    }

    Path data() {
        return home.resolve("cluster");
    }

    Path log() {
        return home.resolve("server.log");
    }

    Path portFile() {
        return home.resolve("port");
    }

    boolean exists() {
        return Files.exists(data());
    }

    /** Whether nobody else uses these programs. */
    boolean hasProgramsOfItsOwn() {
        return binaries.areBelow(home);
    }

    /** Checks that this server can use the files that are there. */
    void check() throws IOException {
        String version;
        try {
            version = Files.readString(data().resolve("PG_VERSION")).strip();
        } catch (NoSuchFileException e) {
            throw corrupt("it holds no PG_VERSION");
        }
        if (!version.equals(Integer.toString(PostgresBinaries.MAJOR_VERSION))) {
            throw new StorageException(
                    "The data in \"%s\" is of PostgreSQL %s, this build runs %d."
                            .formatted(data(), version, PostgresBinaries.MAJOR_VERSION),
                    "Dump it with the former build and restore it, or choose another"
                            + " perigee.data-directory.");
        }
        if (!Files.exists(passwordFile())) {
            throw corrupt("its password file is gone");
        }
        for (var needed : List.of("global/pg_control", "pg_wal", "base")) {
            if (!Files.exists(data().resolve(needed))) {
                throw corrupt("it holds no " + needed);
            }
        }
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    StorageException corrupt(String reason) {
        return new StorageException(
                "The data directory \"%s\" is damaged: %s.".formatted(data(), reason),
                "Restore it from a backup, or move it away to begin with an empty one.");
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    /** Copies the files from a template; false when there is none. */
    boolean copy(PostgresTemplate template) throws IOException, InterruptedException {
        var unfinished = makeWay();
        if (!template.copyTo(unfinished, passwordFile())) {
            return false;
        }
        user.own(home);
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** Makes the files of a cluster with an empty database. */
    void create() throws IOException, InterruptedException {
        var unfinished = makeWay();
        initialize(unfinished);
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Keeps a copy as a template. */
    void keep(PostgresTemplate template) throws IOException, InterruptedException {
        template.keep(data(), passwordFile());
    }

    private Path makeWay() throws IOException {
        Files.createDirectories(home);
        var unfinished = home.resolve("cluster.unfinished");
        FileSystemUtils.deleteRecursively(unfinished);
        return unfinished;
    }

    private void initialize(Path unfinished) throws IOException, InterruptedException {
        createPassword();
        Files.createDirectory(
                unfinished,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        user.own(home);
        run(
                List.of(
                        binaries.program("initdb").toString(),
                        "--pgdata=" + unfinished,
                        "--username=" + USER,
                        "--pwfile=" + passwordFile(),
                        "--auth=scram-sha-256",
                        // Iterations slow down who guesses passwords; nobody guesses 256 random
                        // bits,
                        // but every connection of every start would pay for 4,096 of them.
                        "--set=scram_iterations=1",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C"),
                "");
        run(
                List.of(
                        binaries.program("postgres").toString(),
                        "--single",
                        "-D",
                        unfinished.toString(),
                        "postgres"),
                "CREATE DATABASE " + DATABASE + "\n");
    }

    private void createPassword() throws IOException {
        if (Files.exists(passwordFile())) {
            return;
        }
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        var owner = PosixFilePermissions.fromString("rw-------");
        Files.deleteIfExists(home.resolve("password.unfinished"));
        var unfinished =
                Files.createFile(
                        home.resolve("password.unfinished"),
                        PosixFilePermissions.asFileAttribute(owner));
        Files.writeString(
                unfinished,
                HexFormat.of().formatHex(random) + "\n",
                StandardCharsets.US_ASCII,
                StandardOpenOption.SYNC,
                StandardOpenOption.WRITE);
        Files.move(unfinished, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(List<String> program, String input) throws IOException, InterruptedException {
        var command = new ArrayList<>(user.prefix());
        command.addAll(program);
        var output = home.resolve("create.log");
        var builder =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.US_ASCII));
        }
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new StorageException(
                    "The embedded PostgreSQL could not be set up in \"%s\": %s"
                            .formatted(home, ServerLog.reason(output)),
                    "Look into \"" + output + "\", or set PERIGEE_DATABASE_URL.");
        }
    }
}
