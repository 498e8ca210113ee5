package dev.perigee.cli;

import dev.perigee.executor.Executor;
import dev.perigee.executor.polyglot.ExecutorSettings;
import dev.perigee.executor.polyglot.PolyglotExecutor;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Runs guest code in a command, without the platform around it. */
final class LocalExecutor {

    private LocalExecutor() {}

    /** Waits for what is done with an executor, and closes it. */
    static <T> T use(Function<Executor, Mono<T>> work) {
        try (var executor = PolyglotExecutor.create(ExecutorSettings.DEFAULT.withLanes(1))) {
            // A command has nothing else to do while it waits.
            return work.apply(executor).toFuture().join();
        }
    }
}
