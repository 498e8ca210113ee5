package dev.perigee.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The file in which a running server says who and how far it is ({@code postmaster.pid}): its
 * process on line 1, its state on line 8.
 */
final class PostmasterFile {

    private static final int STATE_LINE = 7;

    private final Path cluster;
    private final Path file;

    PostmasterFile(Path cluster) {
        this.cluster = cluster;
        this.file = cluster.resolve("postmaster.pid");
    }

    /** Whether a server runs, or was killed: one that stops removes it. */
    boolean exists() {
        return Files.exists(file);
    }

    boolean saysReady() {
        var lines = lines();
        return lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
    }

    /**
     * Makes way for a new server. A file whose process is dead is removed; a server that is still
     * stopping after its owner died is waited for, then told again, then given up on.
     */
    void clear(Duration patience) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        var again = System.nanoTime() + patience.toNanos() / 2;
        var told = false;
        while (serverLives()) {
            if (System.nanoTime() > deadline) {
                throw new StorageException(
                        "Another PostgreSQL server (process %d) still uses \"%s\"."
                                .formatted(pid(), cluster),
                        "Stop it with: kill -INT " + pid() + ".");
            }
            if (!told && System.nanoTime() > again) {
                told = true;
                new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
            }
            Thread.sleep(Duration.ofMillis(20));
        }
        Files.deleteIfExists(file);
    }

    private boolean serverLives() {
        var pid = pid();
        if (pid <= 0) {
            return false;
        }
        var proc = Path.of("/proc", Long.toString(pid));
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .filter(command -> command.endsWith("postgres"))
                    .isPresent();
        }
        try {
            var stat = Files.readString(proc.resolve("stat"));
            var state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z'
                    && state != 'X'
                    && Files.readString(proc.resolve("cmdline")).contains(cluster.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private long pid() {
        var lines = lines();
        try {
            return lines.isEmpty() ? -1 : Long.parseLong(lines.getFirst().strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new StorageException(
                    "The file \"%s\" cannot be read.".formatted(file),
                    "Make it readable for this user.",
                    e);
        }
    }
}
