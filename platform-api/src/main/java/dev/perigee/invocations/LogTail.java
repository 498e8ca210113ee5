package dev.perigee.invocations;

import dev.perigee.executor.FunctionId;
import dev.perigee.executor.InvocationLog;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Shows log lines to those who watch, as they are written. Each watcher has a bounded queue: one
 * that reads too slowly misses lines and is told how many; nobody waits for it.
 */
@Component
class LogTail {

    private static final int QUEUE = 1_024;

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** What a watcher gets. */
    sealed interface Event {

        /** A line and where it comes from. */
        record Line(String invocationId, FunctionId function, LogLine line) implements Event {}

        /** So many lines were left out here. */
        record Missed(long lines) implements Event {}
    }

    /** Ends all watching, so that open streams do not hold up a stop. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        watchers.forEach(Watcher::end);
    }

    boolean isWatched() {
        return !watchers.isEmpty();
    }

    void publish(Event.Line line) {
        for (var watcher : watchers) {
            watcher.offer(line);
        }
    }

    /** The lines from now on of the functions that the filter accepts, until cancelled. */
    Flux<Event> watch(Predicate<FunctionId> filter) {
        return Flux.defer(
                () -> {
                    var watcher = new Watcher(filter);
                    watchers.add(watcher);
                    return watcher.sink.asFlux().doFinally(_ -> watchers.remove(watcher));
                });
    }

    private static final class Watcher {

        private final Predicate<FunctionId> filter;
        private final Sinks.Many<Event> sink =
                Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(QUEUE));
        private long missed;

        Watcher(Predicate<FunctionId> filter) {
            this.filter = filter;
        }

        synchronized void end() {
            sink.tryEmitComplete();
        }

        void offer(Event.Line line) {
            if (!filter.test(line.function())) {
                return;
            }
            synchronized (this) {
                if (missed > 0 && sink.tryEmitNext(new Event.Missed(missed)).isSuccess()) {
                    missed = 0;
                }
                if (missed > 0 || sink.tryEmitNext(line).isFailure()) {
                    missed++;
                }
            }
        }
    }

    /** The log of one invocation. */
    InvocationLog logOf(String invocationId, FunctionId function, KeptLines lines) {
        return (level, text) -> {
            var line = new LogLine(System.currentTimeMillis(), level, text);
            lines.add(line);
            if (isWatched()) {
                publish(new Event.Line(invocationId, function, line));
            }
        };
    }
}
