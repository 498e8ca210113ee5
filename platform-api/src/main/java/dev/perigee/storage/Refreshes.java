package dev.perigee.storage;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Runs one read after another. Whoever asks while a read is under way shares the next one, since
 * only a read that begins after the question is sure to see what was committed before it.
 */
public final class Refreshes {

    private final Supplier<Mono<Void>> read;
    private final Object lock = new Object();

    private boolean running;
    private Sinks.@Nullable One<Boolean> waiting;

    public Refreshes(Supplier<Mono<Void>> read) {
        this.read = read;
    }

    /** Completes with a read that begins after the subscription; its error is everyone's error. */
    public Mono<Void> next() {
        return Mono.defer(
                () -> {
                    Sinks.One<Boolean> mine;
                    boolean start;
                    synchronized (lock) {
                        if (waiting == null) {
                            waiting = Sinks.one();
                        }
                        mine = waiting;
                        start = !running;
                        running = true;
                    }
                    if (start) {
                        run();
                    }
                    return mine.asMono().then();
                });
    }

    private void run() {
        Sinks.One<Boolean> served;
        synchronized (lock) {
            served = waiting;
            waiting = null;
            running = served != null;
        }
        if (served != null) {
            var _ =
                    Mono.defer(read)
                            .subscribe(
                                    _ -> {},
                                    error -> {
                                        served.tryEmitError(error);
                                        run();
                                    },
                                    () -> {
                                        served.tryEmitValue(true);
                                        run();
                                    });
        }
    }
}
