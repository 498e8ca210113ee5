package dev.perigee.gateway.upstream;

import dev.perigee.gateway.sockets.SocketEnd;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** What a backend answered, whatever the status. */
public sealed interface UpstreamReply {

    int status();

    HttpHeaders headers();

    /**
     * All of it is here, decompressed.
     *
     * @param url who answered
     */
    record Whole(int status, HttpHeaders headers, byte[] body, String url)
            implements UpstreamReply {}

    /** The head is here; the body is read, or thrown away, by whoever has this. */
    record Streaming(int status, HttpHeaders headers, StreamedBody body) implements UpstreamReply {}

    /**
     * The connection speaks WebSocket from now on; it is relayed, or discarded, by whoever has
     * this.
     *
     * @param protocol the one that the backend chose of those offered; null when none was
     */
    record Upgraded(HttpHeaders headers, @Nullable String protocol, SocketEnd socket)
            implements UpstreamReply {

        @Override
        public int status() {
            return 101;
        }
    }

    /** Gives up what nobody will read. */
    default void discard() {
        switch (this) {
            case Whole _ -> {}
            case Streaming streaming -> streaming.body().discard();
            case Upgraded upgraded -> upgraded.socket().discard();
        }
    }
}
