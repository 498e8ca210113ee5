package dev.perigee.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The directory that one process owns: locked from {@link #open} to {@link #close}. The operating
 * system lifts the lock when the process dies, however it dies.
 */
final class DataDirectory implements AutoCloseable {

    private static final String LOCK_FILE = "perigee.lock";

    private final Path path;
    private final RandomAccessFile file;

    private DataDirectory(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            return lock(path.toRealPath());
        } catch (IOException e) {
            throw new StorageException(
                    "The data directory \"%s\" cannot be used: %s."
                            .formatted(path, e.getClass().getSimpleName() + " " + e.getMessage()),
                    "Make it writable for this user, or choose another with"
                            + " perigee.data-directory.",
                    e);
        }
    }

    private static DataDirectory lock(Path path) throws IOException {
        var file = new RandomAccessFile(path.resolve(LOCK_FILE).toFile(), "rw");
        if (tryLock(file) == null) {
            var holder = file.readLine();
            file.close();
            throw new StorageException(
                    "The data directory \"%s\" is in use by the process %s."
                            .formatted(path, holder == null ? "of another user" : holder),
                    "Stop that process, or choose another directory with perigee.data-directory.");
        }
        file.setLength(0);
        var holder = Long.toString(ProcessHandle.current().pid()) + "\n";
        file.write(holder.getBytes(StandardCharsets.US_ASCII));
        return new DataDirectory(path, file);
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
