package dev.perigee.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom the server's programs run. PostgreSQL refuses to run as root, so root starts them in a
 * user namespace where it is nobody, or, where that is forbidden, as the user nobody.
 */
enum PostgresUser {
    CURRENT(""),
    UNSHARED("unshare -U"),
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private static final int NOBODY_ID = 65534;

    private final String prefix;

    PostgresUser(String prefix) {
        this.prefix = prefix;
    }

    static PostgresUser choose() throws IOException, InterruptedException {
        if (!isRoot()) {
            return CURRENT;
        }
        for (var candidate : List.of(UNSHARED, NOBODY)) {
            if (candidate.works()) {
                return candidate;
            }
        }
        throw new StorageException(
                "The embedded PostgreSQL does not run as root, and neither unshare nor setpriv"
                        + " works here.",
                "Start Perigee as another user, or set PERIGEE_DATABASE_URL.");
    }

    private static boolean isRoot() throws IOException {
        return Files.isDirectory(Path.of("/proc/self"))
                ? Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                : "root".equals(System.getProperty("user.name"));
    }

    private boolean works() throws InterruptedException {
        var command = new ArrayList<>(prefix());
        command.add("true");
        return Command.succeeds(command, Duration.ofSeconds(5));
    }

    List<String> prefix() {
        return prefix.isEmpty() ? List.of() : List.of(prefix.split(" "));
    }

    /** Gives a directory and what is in it to the user that the programs run as. */
    void own(Path directory) throws IOException {
        if (this != NOBODY) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(path, "unix:uid", NOBODY_ID);
                Files.setAttribute(path, "unix:gid", NOBODY_ID);
            }
        }
    }
}
