package dev.perigee.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.util.FileSystemUtils;

/**
 * Makes directories that are complete wherever they exist, also when a process is killed meanwhile
 * or several make the same one: they are filled beside their place and renamed.
 */
final class AtomicDirectory {

    private AtomicDirectory() {}

    /** Fills an empty directory that only its owner can read. */
    @FunctionalInterface
    interface Content<X extends Exception> {
        void fill(Path unfinished) throws IOException, X;
    }

    /** Makes a directory in one that exists; when another is quicker, that one's stays. */
    static <X extends Exception> void make(Path directory, Content<X> content)
            throws IOException, X {
        var owner = PosixFilePermissions.fromString("rwx------");
        var unfinished =
                Files.createTempDirectory(
                        directory.getParent(),
                        "." + directory.getFileName() + "-",
                        PosixFilePermissions.asFileAttribute(owner));
        try {
            content.fill(unfinished);
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        } finally {
            FileSystemUtils.deleteRecursively(unfinished);
        }
    }
}
