package dev.perigee.storage;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A PostgreSQL server of this process, with its data in the data directory, which no other process
 * uses meanwhile. Commands are those of {@link #start} and {@link #close}; both block and belong to
 * start-up and shutdown.
 */
final class EmbeddedPostgres implements AutoCloseable {

    private final DataDirectory directory;
    private final PostgresServer server;

    private EmbeddedPostgres(DataDirectory directory, PostgresServer server) {
        this.directory = directory;
        this.server = server;
    }

    /** Starts the server on this directory, preparing what is missing; blocks until it is ready. */
    static EmbeddedPostgres start(Path dataDirectory, Path binariesDirectory) {
        var directory = DataDirectory.open(dataDirectory);
        try {
            return start(directory, PostgresBinaries.in(binariesDirectory));
        } catch (IOException e) {
            directory.close();
            throw new StorageException(
                    "The embedded PostgreSQL in \"%s\" could not be started: %s."
                            .formatted(dataDirectory, e.getMessage()),
                    "Check permissions and free space there, or set PERIGEE_DATABASE_URL.",
                    e);
        } catch (InterruptedException e) {
            directory.close();
            Thread.currentThread().interrupt();
            throw new StorageException("The start was interrupted.", "Start again.", e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static EmbeddedPostgres start(DataDirectory directory, PostgresBinaries binaries)
            throws IOException, InterruptedException {
        var user = PostgresUser.choose();
        var cluster = new PostgresCluster(directory.resolve("postgresql"), binaries, user);
        if (cluster.exists()) {
            cluster.check();
        } else {
            make(cluster, binaries, user);
        }
        return new EmbeddedPostgres(directory, PostgresServer.start(cluster, binaries, user));
    }

    /** Copies a cluster that has this build's tables; makes one for who comes next as well. */
    private static void make(PostgresCluster cluster, PostgresBinaries binaries, PostgresUser user)
            throws IOException, InterruptedException {
        if (cluster.hasProgramsOfItsOwn()) {
            cluster.create();
            return;
        }
        var template = new PostgresTemplate(binaries.home(), Schema.digest());
        if (cluster.copy(template)) {
            return;
        }
        cluster.create();
        try (var server = PostgresServer.start(cluster, binaries, user)) {
            Schema.create(server.url());
        }
        cluster.keep(template);
    }

    DatabaseUrl url() {
        return server.url();
    }

    @Override
    public void close() {
        try {
            server.close();
        } finally {
            directory.close();
        }
    }
}
