package dev.perigee.gateway.upstream;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;

/** The body of a request to a backend. */
public sealed interface Content {

    /** No body. */
    enum None implements Content {
        NONE
    }

    /** A whole body, which may be sent more than once. */
    record Bytes(byte[] bytes) implements Content {}

    /**
     * A body that is still arriving; it can be sent once.
     *
     * @param chunks owned by whoever subscribes
     * @param length what the client announced; -1 when it announced nothing
     * @param patience how long a backend may take nothing of what is there
     * @param whenSent runs when all of it is on its way
     */
    record Stream(Flux<ByteBuf> chunks, long length, Duration patience, Runnable whenSent)
            implements Content {

        private static final Duration PATIENCE = Duration.ofSeconds(30);

        public Stream(Flux<ByteBuf> chunks, long length) {
            this(chunks, length, PATIENCE, () -> {});
        }
    }

    /**
     * No body, but the wish to go on as a WebSocket.
     *
     * @param protocols those that the client offers
     * @param maxFrame the largest frame that is taken
     */
    record Upgrade(List<String> protocols, int maxFrame) implements Content {

        public Upgrade {
            protocols = List.copyOf(protocols);
        }
    }

    /** The bytes when all of them are here; nothing otherwise. */
    default byte[] bytesOrEmpty() {
        return this instanceof Bytes(var bytes) ? bytes : new byte[0];
    }
}
