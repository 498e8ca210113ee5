package dev.perigee.gateway.sockets;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A WebSocket between a client and a backend. Frames pass as they are, Close frames with their code
 * and reason as well. An end that goes without a word becomes 1001 for the backend, and 1014 (bad
 * gateway) for the client. It is over when both connections are closed.
 */
final class Relay {

    private static final WebSocketCloseStatus BAD_GATEWAY = WebSocketCloseStatus.BAD_GATEWAY;
    private static final WebSocketCloseStatus GOING = WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;

    private final SocketEnd client;
    private final SocketEnd backend;
    private final SocketLimits limits;
    private final Sinks.Empty<Void> over = Sinks.empty();
    private final AtomicInteger openEnds = new AtomicInteger(2);
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean moved = true;
    private int still;

    Relay(SocketEnd client, SocketEnd backend, SocketLimits limits) {
        this.client = client;
        this.backend = backend;
        this.limits = limits;
    }

    SocketLimits limits() {
        return limits;
    }

    /**
     * Joins both ends; completes when both are closed.
     *
     * @param messages the largest messages
     */
    Mono<Void> run(Messages messages) {
        return over.asMono()
                .doOnSubscribe(
                        _ -> {
                            client.join(this, backend, messages.ofClient());
                            backend.join(this, client, messages.ofBackend());
                        });
    }

    /** The largest messages in bytes, all of their frames together. */
    record Messages(long ofClient, long ofBackend) {}

    void moved() {
        if (!moved) {
            moved = true;
        }
    }

    /** Called by each end so many times within the idle time. */
    void look(SocketEnd who, int looks) {
        if (who != client) {
            return;
        }
        still = moved ? 0 : still + 1;
        moved = false;
        if (still >= looks) {
            close("idle");
        }
    }

    /** Tells both ends that it is over. */
    void close(String reason) {
        client.close(GOING, reason);
        backend.close(GOING, reason);
        closing();
    }

    /** One end went, or is about to. */
    void gone(SocketEnd who) {
        if (who == client) {
            backend.close(GOING, "the client went away");
        } else {
            client.close(BAD_GATEWAY, "the backend went away");
        }
        closing();
    }

    /** From now on there is only so much time. */
    @SuppressWarnings("FutureReturnValueIgnored") // The loop ends before it, or runs it.
    void closing() {
        if (closing.compareAndSet(false, true)) {
            client.channel()
                    .eventLoop()
                    .schedule(
                            () -> {
                                client.end();
                                backend.end();
                            },
                            limits.closing().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    void ended(SocketEnd who) {
        closing();
        if (openEnds.decrementAndGet() == 0) {
            over.tryEmitEmpty();
        }
    }
}
