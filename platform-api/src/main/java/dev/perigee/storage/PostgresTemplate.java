package dev.perigee.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * An empty cluster beside programs that several data directories share: to copy it takes a tenth of
 * the time of {@code initdb}. Copies keep its password, which only the user who owns all of them
 * can read, and its system identifier, so that PostgreSQL takes them for one another's standby.
 */
final class PostgresTemplate {

    /** Counts up when a new cluster is made in another way. */
    private static final String NAME = "cluster-1";

    private final Path home;

    /** The template of these programs, which need not exist yet. */
    PostgresTemplate(Path programs) {
        this.home = programs.resolveSibling(programs.getFileName() + "-" + NAME);
    }

    /**
     * Copies it to where there is nothing yet. Answers with false, and leaves nothing, when there
     * is no template, or only what cleaners of cache directories have left of one.
     */
    boolean copyTo(Path cluster, Path password) throws IOException, InterruptedException {
        if (!Files.isDirectory(home)) {
            return false;
        }
        copy(home.resolve("cluster"), cluster);
        if (!isWhole(cluster)) {
            FileSystemUtils.deleteRecursively(cluster);
            FileSystemUtils.deleteRecursively(home);
            return false;
        }
        Files.copy(home.resolve("password"), password, StandardCopyOption.REPLACE_EXISTING);
        force(password);
        sync(cluster);
        return true;
    }

    /** Keeps a copy of a new cluster whose server has not run yet, unless there is one. */
    void keep(Path cluster, Path password) throws IOException, InterruptedException {
        if (Files.isDirectory(home)) {
            return;
        }
        var owner = PosixFilePermissions.fromString("rwx------");
        var unfinished =
                Files.createTempDirectory(
                        home.getParent(), ".cluster-", PosixFilePermissions.asFileAttribute(owner));
        try {
            copy(cluster, unfinished.resolve("cluster"));
            Files.copy(password, unfinished.resolve("password"));
            Files.writeString(unfinished.resolve("files"), Long.toString(files(cluster)));
            sync(unfinished);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            FileSystemUtils.deleteRecursively(unfinished);
        }
    }

    private boolean isWhole(Path cluster) throws IOException {
        return Files.exists(home.resolve("password"))
                && Files.exists(home.resolve("files"))
                && Files.readString(home.resolve("files")).equals(Long.toString(files(cluster)));
    }

    private static long files(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            return paths.count();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    /** Everything below a directory survives a loss of power, as {@code initdb} leaves it. */
    private static void sync(Path directory) throws IOException, InterruptedException {
        if (!syncAtOnce(directory)) {
            try (var paths = Files.walk(directory)) {
                for (var path : (Iterable<Path>) paths::iterator) {
                    force(path);
                }
            }
        }
    }

    /** One system call for the whole file system takes a twentieth of one for each file. */
    private static boolean syncAtOnce(Path directory) throws InterruptedException {
        try {
            var sync =
                    new ProcessBuilder("sync", "-f", directory.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return sync.waitFor(10, TimeUnit.SECONDS) && sync.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static void force(Path path) throws IOException {
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            file.force(true);
        }
    }
}
