package dev.perigee.storage;

import io.r2dbc.spi.ConnectionFactoryOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;

/**
 * The platform's database: a configured one, or the embedded server, which starts on a thread of
 * its own while the application context is made. Whoever asks where it is waits for it, and gets
 * the {@link StorageException} that says why it did not start.
 */
final class Database implements R2dbcConnectionDetails, FlywayConnectionDetails, AutoCloseable {

    private final CompletableFuture<DatabaseUrl> url;
    private final @Nullable CompletableFuture<EmbeddedPostgres> server;

    private Database(
            CompletableFuture<DatabaseUrl> url,
            @Nullable CompletableFuture<EmbeddedPostgres> server) {
        this.url = url;
        this.server = server;
    }

    static Database at(DatabaseUrl url) {
        return new Database(CompletableFuture.completedFuture(url), null);
    }

    /** Begins to start the embedded server on this directory. */
    static Database embedded(Path data, Path binaries) {
        var server =
                CompletableFuture.supplyAsync(
                        () -> EmbeddedPostgres.start(data, binaries),
                        Thread.ofPlatform().name("perigee-database").daemon()::start);
        return new Database(server.thenApply(EmbeddedPostgres::url), server);
    }

    private DatabaseUrl url() {
        try {
            return url.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof StorageException known) {
                throw known;
            }
            throw failure;
        }
    }

    @Override
    public ConnectionFactoryOptions getConnectionFactoryOptions() {
        var where = url();
        var options = ConnectionFactoryOptions.parse(where.r2dbc()).mutate();
        if (where.user() != null) {
            options.option(ConnectionFactoryOptions.USER, where.user());
        }
        if (where.password() != null) {
            options.option(ConnectionFactoryOptions.PASSWORD, where.password());
        }
        return options.build();
    }

    @Override
    public String getJdbcUrl() {
        return url().jdbc();
    }

    @Override
    public @Nullable String getUsername() {
        return url().user();
    }

    @Override
    public @Nullable String getPassword() {
        return url().password();
    }

    /** Stops the embedded server, also one that is about to start. */
    @Override
    public void close() {
        if (server != null) {
            server.handle((started, _) -> Optional.ofNullable(started))
                    .join()
                    .ifPresent(EmbeddedPostgres::close);
        }
    }
}
