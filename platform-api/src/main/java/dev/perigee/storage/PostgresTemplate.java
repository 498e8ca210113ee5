package dev.perigee.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A cluster with the tables of a build and nothing in them, beside programs that several data
 * directories share: to copy it takes a tenth of the time of {@code initdb} and the migrations.
 * Copies keep its password, which only the user who owns all of them can read, and its system
 * identifier, so that PostgreSQL takes them for one another's standby.
 */
final class PostgresTemplate {

    private static final Logger log = LoggerFactory.getLogger(PostgresTemplate.class);

    /** Counts up when a new cluster is made in another way. */
    private static final String NAME = "-cluster-3-";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Templates of other builds are deleted when they were not copied for so long. */
    private static final Duration KEPT_FOR = Duration.ofDays(30);

    private final Path programs;
    private final Path home;

    /** The template of these programs with the tables that a digest names; need not exist yet. */
    PostgresTemplate(Path programs, String tables) {
        this.programs = programs;
        this.home = programs.resolveSibling(programs.getFileName() + NAME + tables);
    }

    /**
     * Copies it to where there is nothing yet. Answers with false, and leaves nothing, when there
     * is no template, or only what cleaners of cache directories have left of one.
     */
    boolean copyTo(Path cluster, Path password) throws IOException, InterruptedException {
        if (!Files.isDirectory(home)) {
            return false;
        }
        long copied = copy(home.resolve("cluster"), cluster);
        if (!isWhole(copied)) {
            FileSystemUtils.deleteRecursively(cluster);
            FileSystemUtils.deleteRecursively(home);
            return false;
        }
        Files.copy(home.resolve("password"), password, StandardCopyOption.REPLACE_EXISTING);
        force(password);
        sync(cluster);
        var ignored = home.toFile().setLastModified(System.currentTimeMillis());
        return true;
    }

    /** Keeps a copy of a cluster whose server has been stopped, unless there is one. */
    void keep(Path cluster, Path password) throws IOException, InterruptedException {
        if (Files.isDirectory(home) || new PostmasterFile(cluster).exists()) {
            return;
        }
        deleteForgotten();
        AtomicDirectory.<InterruptedException>make(
                home,
                unfinished -> {
                    long copied = copy(cluster, unfinished.resolve("cluster"));
                    Files.copy(password, unfinished.resolve("password"));
                    Files.writeString(unfinished.resolve("files"), Long.toString(copied));
                    sync(unfinished);
                });
    }

    /** Disk space is no reason for a start to fail: what cannot be deleted stays. */
    private void deleteForgotten() {
        var since = Instant.now().minus(KEPT_FOR);
        var templates = programs.getFileName() + "-cluster-*";
        try (var others = Files.newDirectoryStream(home.getParent(), templates)) {
            for (var other : others) {
                if (Files.getLastModifiedTime(other).toInstant().isBefore(since)) {
                    FileSystemUtils.deleteRecursively(other);
                }
            }
        } catch (IOException e) {
            log.debug("could not delete former templates", e);
        }
    }

    private boolean isWhole(long copied) throws IOException {
        return Files.exists(home.resolve("password"))
                && Files.exists(home.resolve("files"))
                && Files.readString(home.resolve("files")).equals(Long.toString(copied));
    }

    /** Copies a directory with its permissions; answers with the number of paths in it. */
    private static long copy(Path from, Path to) throws IOException, InterruptedException {
        // More than a thousand files: ours is the slower program while a start compiles itself.
        var atOnce = List.of("cp", "-R", from.toString(), to.toString());
        if (!Command.succeeds(atOnce, PATIENCE)) {
            FileSystemUtils.deleteRecursively(to);
            copyEach(from, to);
        }
        try (var paths = Files.walk(to)) {
            return paths.count();
        }
    }

    private static void copyEach(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    /** Everything below a directory survives a loss of power, as {@code initdb} leaves it. */
    private static void sync(Path directory) throws IOException, InterruptedException {
        // One system call for the whole file system takes a twentieth of one for each file.
        var atOnce = List.of("sync", "-f", directory.toString());
        if (!Command.succeeds(atOnce, PATIENCE)) {
            try (var paths = Files.walk(directory)) {
                for (var path : (Iterable<Path>) paths::iterator) {
                    force(path);
                }
            }
        }
    }

    private static void force(Path path) throws IOException {
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            file.force(true);
        }
    }
}
