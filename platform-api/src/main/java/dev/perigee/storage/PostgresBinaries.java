package dev.perigee.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked from the class path into a directory of their version. */
final class PostgresBinaries {

    static final String VERSION = "18.6.0";
    static final int MAJOR_VERSION = 18;

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /** Finds the programs below this directory, unpacking them the first time. */
    static PostgresBinaries in(Path directory) {
        var parent = directory.toAbsolutePath().normalize();
        var home = parent.resolve(VERSION);
        if (!Files.isDirectory(home)) {
            try {
                unpack(parent, home);
            } catch (IOException e) {
                throw new StorageException(
                        "The embedded PostgreSQL could not be unpacked into \"%s\": %s."
                                .formatted(home, e.getMessage()),
                        "Free space there and make it writable, or set PERIGEE_DATABASE_URL.",
                        e);
            }
        }
        return new PostgresBinaries(home);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Whether they belong to one data directory; others share them. */
    boolean areBelow(Path directory) {
        return home.startsWith(directory.toAbsolutePath().normalize());
    }

    /** What templates of clusters for these programs lie beside. */
    Path home() {
        return home;
    }

    static String resource() {
        var os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var system = os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : os;
        var architecture =
                switch (System.getProperty("os.arch", "")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> System.getProperty("os.arch", "");
                };
        return "postgres-" + system + "-" + architecture + ".txz";
    }

    private static void unpack(Path directory, Path home) throws IOException {
        Files.createDirectories(directory);
        var loader = PostgresBinaries.class.getClassLoader();
        var source = loader == null ? null : loader.getResourceAsStream(resource());
        if (source == null) {
            throw new StorageException(
                    "This build carries no embedded PostgreSQL for this machine (%s)."
                            .formatted(resource()),
                    "Set PERIGEE_DATABASE_URL to a PostgreSQL server.");
        }
        try (source) {
            AtomicDirectory.make(home, unfinished -> unpackForAll(source, unfinished));
        }
    }

    private static void unpackForAll(InputStream source, Path target) throws IOException {
        unpack(source, target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void unpack(InputStream source, Path target) throws IOException {
        try (var tar =
                new TarArchiveInputStream(
                        new BufferedInputStream(
                                new XZInputStream(new BufferedInputStream(source)), 1 << 16))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, target);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
            throws IOException {
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("an entry of the archive lies outside of it");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        try {
            Files.copy(tar, path);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("the archive holds \"" + entry.getName() + "\" twice", e);
        }
        if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
