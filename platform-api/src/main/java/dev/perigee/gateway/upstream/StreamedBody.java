package dev.perigee.gateway.upstream;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;

/**
 * A body that is still arriving. Either it is read once, as fast as the reader asks, or discarded,
 * which closes the connection when there is more to come.
 */
public final class StreamedBody {

    private final Connection connection;
    private final long most;
    private final Duration idle;
    private long received;
    private final AtomicBoolean taken = new AtomicBoolean();

    StreamedBody(Connection connection, long most, Duration idle) {
        this.connection = connection;
        this.most = most;
        this.idle = idle;
    }

    /** The chunks, owned by the subscriber; to be called once. */
    public Flux<ByteBuf> chunks() {
        return Flux.defer(
                () ->
                        taken.compareAndSet(false, true)
                                ? Stall.guard(
                                        connection.inbound().receive().map(this::counted),
                                        connection.channel().eventLoop(),
                                        idle)
                                : Flux.error(
                                        new IllegalStateException("the body was taken before")));
    }

    private ByteBuf counted(ByteBuf chunk) {
        received += chunk.readableBytes();
        if (received > most) {
            throw UpstreamException.broken("the answer is larger than " + most + " bytes");
        }
        return chunk.retain();
    }

    /** Gives the connection back, or closes it when nobody reads the body. */
    public void discard() {
        if (taken.compareAndSet(false, true)) {
            // What came already is released by whoever receives it, and by nobody else.
            connection.inbound().receive().subscribe(_ -> {}, _ -> {}).dispose();
            connection.dispose();
        }
    }
}
