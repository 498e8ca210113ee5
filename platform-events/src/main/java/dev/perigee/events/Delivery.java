package dev.perigee.events;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The port through which triggers reach functions.
 *
 * <p>Events of a partition come in order and one delivery at a time; other partitions are delivered
 * meanwhile, from any thread. An event may come again when its commit failed, so effects belong
 * into the unit of work, which is committed together with the position when the Mono completes. An
 * error is a failed attempt; its message becomes the event's error.
 */
@FunctionalInterface
public interface Delivery {

    Mono<Void> deliver(Request request);

    /**
     * Events to handle.
     *
     * @param events one, or up to the trigger's batch size, in order
     * @param attempt counted from 1; for a batch the attempt of its first event
     * @param work what the handler appends and writes; the deliverer commits it
     */
    record Request(Trigger trigger, List<Event> events, int attempt, UnitOfWork work) {

        public Request {
            events = List.copyOf(events);
        }
    }
}
