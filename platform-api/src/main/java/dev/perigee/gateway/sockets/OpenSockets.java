package dev.perigee.gateway.sockets;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The WebSockets that are open, and no more of them than may be. When the process stops they are
 * told so, with 1001.
 */
public final class OpenSockets {

    private final SocketLimits limits;
    private final AtomicInteger taken = new AtomicInteger();
    private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
    private final Counter refused;
    private volatile boolean stopping;

    public OpenSockets(SocketLimits limits, MeterRegistry registry) {
        this.limits = limits;
        Gauge.builder("perigee.gateway.sockets.open", relays, Set::size).register(registry);
        refused = registry.counter("perigee.gateway.sockets.refused");
    }

    public SocketLimits limits() {
        return limits;
    }

    /** A place for one more; null when there is none. */
    public @Nullable Place take() {
        if (taken.incrementAndGet() > limits.open() || stopping) {
            taken.decrementAndGet();
            refused.increment();
            return null;
        }
        return new Place();
    }

    /** Closes those that are open; there will be no more. */
    public void stop() {
        stopping = true;
        relays.forEach(relay -> relay.close("the gateway is stopping"));
    }

    /** Room for one socket, until it is given back. */
    public final class Place {

        private final AtomicBoolean given = new AtomicBoolean(true);

        private Place() {}

        /**
         * Relays between both ends until both are closed.
         *
         * @param client the connection to the client, upgraded
         * @param ofClient the largest message that the client may send
         * @param ofBackend the largest message that the backend may send
         */
        public Mono<Void> relay(
                SocketEnd client, SocketEnd backend, long ofClient, long ofBackend) {
            var relay = new Relay(client, backend, limits);
            return relay.run(new Relay.Messages(ofClient, ofBackend))
                    .doOnSubscribe(_ -> opened(relay))
                    .doFinally(_ -> relays.remove(relay));
        }

        private void opened(Relay relay) {
            relays.add(relay);
            if (stopping) {
                relay.close("the gateway is stopping");
            }
        }

        /** Gives the place back; once is enough. */
        public void free() {
            if (given.compareAndSet(true, false)) {
                taken.decrementAndGet();
            }
        }
    }
}
