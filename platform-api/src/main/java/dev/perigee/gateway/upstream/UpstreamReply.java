package dev.perigee.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaders;

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
}
