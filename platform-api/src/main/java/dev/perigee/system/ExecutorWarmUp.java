package dev.perigee.system;

import dev.perigee.executor.Executor;
import dev.perigee.executor.polyglot.PolyglotExecutor;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Holds back the ports until the runtimes have run a first function, so that no caller waits. */
@Component
final class ExecutorWarmUp implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutorWarmUp.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Executor executor;
    private volatile boolean running;

    ExecutorWarmUp(Executor executor) {
        this.executor = executor;
    }

    /** After what is read from the database, which goes on while the runtimes warm up. */
    @Override
    public int getPhase() {
        return 1;
    }

    @Override
    public void start() {
        if (executor instanceof PolyglotExecutor polyglot) {
            polyglot.ready()
                    .timeout(PATIENCE)
                    .onErrorResume(
                            error -> {
                                LOG.warn("the runtimes are not warm: {}", error.getMessage());
                                return Mono.empty();
                            })
                    .toFuture()
                    .join();
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
