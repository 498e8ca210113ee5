package dev.perigee.events.postgres;

import dev.perigee.events.postgres.PartitionWorker.Turn;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import reactor.core.scheduler.Scheduler;

/**
 * Gives workers their turns: never two of one worker at once, at most so many of all, fairly one
 * after the other. A worker woken during its turn gets another, so no wake-up is lost.
 */
final class TurnQueue {

    private final Scheduler scheduler;
    private final int places;
    private final Consumer<Place> stopped;
    private final ConcurrentLinkedQueue<Place> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger draining = new AtomicInteger();

    TurnQueue(Scheduler scheduler, int places, Consumer<Place> stopped) {
        this.scheduler = scheduler;
        this.places = places;
        this.stopped = stopped;
    }

    /** A worker's place in the queue. */
    static final class Place {

        private final PartitionWorker worker;
        private final AtomicInteger wanted = new AtomicInteger();
        private final AtomicBoolean waiting = new AtomicBoolean();

        Place(PartitionWorker worker) {
            this.worker = worker;
        }

        PartitionWorker worker() {
            return worker;
        }
    }

    void wake(Place place) {
        if (place.wanted.getAndIncrement() == 0) {
            ready.add(place);
            drain();
        }
    }

    /** Ends the worker soon, also when it waits for a retry. */
    void stop(Place place) {
        place.worker.stop();
        resume(place);
        wake(place);
    }

    private void drain() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        do {
            draining.set(1);
            while (busy.get() < places) {
                var place = ready.poll();
                if (place == null) {
                    break;
                }
                busy.incrementAndGet();
                place.wanted.set(1);
                place.worker.turn().subscribe(turn -> ended(place, turn));
            }
        } while (draining.decrementAndGet() != 0);
    }

    private void ended(Place place, Turn turn) {
        busy.decrementAndGet();
        switch (turn) {
            case Turn.Again _ -> ready.add(place);
            case Turn.Idle _ -> {
                if (!place.wanted.compareAndSet(1, 0)) {
                    ready.add(place);
                }
            }
            case Turn.Wait(var pause) -> later(place, pause);
            case Turn.Stop _ -> stopped.accept(place);
        }
        drain();
    }

    private void later(Place place, Duration pause) {
        place.waiting.set(true);
        scheduler.schedule(() -> resume(place), pause.toMillis(), TimeUnit.MILLISECONDS);
        if (place.worker.isStopping()) {
            resume(place);
        }
    }

    private void resume(Place place) {
        if (place.waiting.compareAndSet(true, false)) {
            ready.add(place);
            drain();
        }
    }
}
