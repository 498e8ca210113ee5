package dev.perigee.executor.polyglot;

import dev.perigee.executor.Invocation;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import java.time.Duration;
import java.util.Objects;

/** An executor that waits for outcomes. */
final class TestExecutor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final PolyglotExecutor executor;

    TestExecutor(ExecutorSettings settings) {
        executor = PolyglotExecutor.create(settings);
        executor.ready().block(Duration.ofMinutes(2));
    }

    Outcome run(Invocation invocation) {
        return Objects.requireNonNull(executor.invoke(invocation).block(PATIENCE));
    }

    static Outcome value(String json) {
        return new Outcome.Returned(new Result.Value(json));
    }

    @Override
    public void close() {
        executor.close();
    }
}
