package dev.perigee.storage;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Keeps something in memory up to date with a table: reads it before anything listens, so that the
 * first request finds it, and again after every change. A failed read is logged and done again with
 * the next change; what was read before goes on serving.
 */
public final class Follower implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration FIRST_READ = Duration.ofSeconds(60);

    private final String table;
    private final Changes changes;
    private final Supplier<Mono<Void>> read;

    private volatile @Nullable Disposable following;

    public Follower(String table, Changes changes, Supplier<Mono<Void>> read) {
        this.table = table;
        this.changes = changes;
        this.read = read;
    }

    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void start() {
        try {
            read.get().toFuture().get(FIRST_READ.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StorageException(
                    "The table \"" + table + "\" cannot be read.",
                    "Look into the log of the database, then start again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("The start was interrupted.", "Start again.", e);
        }
        following =
                changes.to(table)
                        .concatMap(
                                _ ->
                                        Mono.defer(read)
                                                .onErrorResume(
                                                        error -> {
                                                            Outage.warn(
                                                                    LOG,
                                                                    table
                                                                            + " cannot be read;"
                                                                            + " what was read"
                                                                            + " before stays",
                                                                    error);
                                                            return Mono.empty();
                                                        }),
                                1)
                        .subscribe();
    }

    @Override
    public void stop() {
        var running = following;
        following = null;
        if (running != null) {
            running.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return following != null;
    }
}
