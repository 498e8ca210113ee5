package dev.perigee.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.context.Context;

/**
 * Sends requests to HTTP backends over pooled connections. Connections, waiting requests, header
 * and body sizes are bounded; cancelling closes the connection. All failures are {@link
 * UpstreamException}.
 */
public final class HttpUpstream implements AutoCloseable {

    static final int MAX_HEADER_BYTES = 64 << 10;

    private final PooledClients clients;
    private final DirectCalls direct;
    private final SocketUpstream sockets;
    private final boolean keepAlive;
    private final int maxBody;

    /**
     * @param maxBody the largest answer that is kept in memory, also after decompression
     */
    public HttpUpstream(ClientSettings settings, int maxBody, EventLoops loops) {
        this.maxBody = maxBody;
        keepAlive = settings.keepAlive();
        direct = new DirectCalls(settings, loops);
        clients =
                new PooledClients(
                        settings,
                        loops,
                        connections -> {
                            var client = client(connections, settings).runOn(loops);
                            return settings.headTimeout().isZero()
                                    ? client
                                    : client.responseTimeout(settings.headTimeout());
                        });
        sockets =
                new SocketUpstream(
                        client(ConnectionProvider.newConnection(), settings).runOn(loops));
    }

    private static HttpClient client(ConnectionProvider from, ClientSettings settings) {
        var base =
                HttpClient.create(from)
                        .protocol(HttpProtocol.HTTP11)
                        .followRedirect(false)
                        .httpResponseDecoder(
                                decoder ->
                                        decoder.maxHeaderSize(MAX_HEADER_BYTES)
                                                .maxInitialLineLength(MAX_HEADER_BYTES))
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(settings.connectTimeout().toMillis()));
        if (settings.tls().equals(ClientSettings.Tls.DEFAULT)) {
            return base;
        }
        var context = TrustedConnections.of(settings.tls());
        return base.secure(
                spec ->
                        spec.sslContext(context)
                                .handlerConfigurator(
                                        handler ->
                                                TrustedConnections.configure(
                                                        handler.engine(), settings.tls())));
    }

    /**
     * The whole answer.
     *
     * @param base scheme, host and port
     * @param resendsBody whether a redirect that keeps the method may send the body again
     * @param most the largest answer that is taken, within that of all
     */
    public Mono<UpstreamReply.Whole> call(
            String base, UpstreamRequest request, boolean resendsBody, long most) {
        var bound = (int) Math.min(most, maxBody);
        return Redirects.follow(
                base + request.target(),
                request,
                resendsBody,
                (url, each) ->
                        exchange(base, url, each, bound)
                                .onErrorMap(e -> Failures.explain(e, base)));
    }

    private Mono<UpstreamReply.Whole> exchange(
            String base, String url, UpstreamRequest request, int most) {
        var straight = direct.call(base, url, request, most);
        return straight != null ? straight : pooled(base, url, request, most);
    }

    private Mono<UpstreamReply.Whole> pooled(
            String base, String url, UpstreamRequest request, int most) {
        return clients.request(request.method(), base, url)
                .send((outgoing, out) -> send(request, outgoing, out))
                .response((response, content) -> receive(response, content, url, most))
                .single()
                .contextWrite(HttpUpstream::here);
    }

    /** Keeps the context near: the client asks for it often, through all operators in between. */
    private static Context here(Context context) {
        return context;
    }

    private static Mono<UpstreamReply.Whole> receive(
            HttpClientResponse response, ByteBufFlux content, String url, int most) {
        var headers = response.responseHeaders();
        return content.reduce(new BoundedBytes(most), BoundedBytes::add)
                .flatMap(bytes -> Decompression.decompress(bytes.toArray(), headers, most))
                .map(body -> new UpstreamReply.Whole(response.status().code(), headers, body, url));
    }

    /**
     * The answer for passing on: a WebSocket where the request wants one, else as by {@link
     * #stream}.
     */
    public Mono<UpstreamReply> pass(
            String base, UpstreamRequest request, long most, Duration idle) {
        return request.body() instanceof Content.Upgrade wanted
                ? sockets.open(base, request, wanted)
                : stream(base, request, most, idle).cast(UpstreamReply.class);
    }

    /**
     * The head of the answer, and the body as it comes, in whatever encoding it has.
     *
     * @param most more than this breaks the answer off
     * @param idle a longer pause within it does, too
     */
    public Mono<UpstreamReply.Streaming> stream(
            String base, UpstreamRequest request, long most, Duration idle) {
        return Mono.defer(
                () -> {
                    var opened = new AtomicReference<UpstreamReply.Streaming>();
                    return clients.request(request.method(), base, base + request.target())
                            .send((outgoing, out) -> send(request, outgoing, out))
                            .responseConnection(
                                    (response, connection) -> {
                                        var reply =
                                                new UpstreamReply.Streaming(
                                                        response.status().code(),
                                                        response.responseHeaders(),
                                                        new StreamedBody(connection, most, idle));
                                        opened.set(reply);
                                        return Mono.just(reply);
                                    })
                            .next()
                            .contextWrite(HttpUpstream::here)
                            .doOnCancel(
                                    () -> {
                                        var reply = opened.get();
                                        if (reply != null) {
                                            reply.body().discard();
                                        }
                                    })
                            .doOnDiscard(
                                    UpstreamReply.Streaming.class, reply -> reply.body().discard())
                            .onErrorMap(failure -> Failures.explain(failure, base));
                });
    }

    private Publisher<Void> send(
            UpstreamRequest request, HttpClientRequest outgoing, NettyOutbound out) {
        var headers = outgoing.requestHeaders();
        headers.remove(HttpHeaderNames.USER_AGENT);
        headers.remove(HttpHeaderNames.ACCEPT);
        headers.add(request.headers());
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return switch (request.body()) {
            case Content.None _, Content.Upgrade _ -> {
                if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
                    headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
                }
                yield out.sendObject(Unpooled.EMPTY_BUFFER);
            }
            case Content.Bytes(var bytes) -> {
                headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
                yield out.sendObject(Unpooled.wrappedBuffer(bytes));
            }
            case Content.Stream body -> {
                if (body.length() >= 0) {
                    headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(body.length()));
                }
                yield StreamedRequest.send(out, body);
            }
        };
    }

    @Override
    public void close() {
        direct.close();
        clients.close();
    }

    /** Bytes as they come, up to a bound. */
    private static final class BoundedBytes {

        private final int most;
        private byte[] bytes = new byte[0];
        private int size;

        BoundedBytes(int most) {
            this.most = most;
        }

        BoundedBytes add(ByteBuf chunk) {
            var length = chunk.readableBytes();
            if (size + (long) length > most) {
                throw UpstreamException.broken("the answer is larger than " + most + " bytes");
            }
            if (size + length > bytes.length) {
                var capacity = (int) Math.min(most, Math.max(size + length, bytes.length * 2L));
                bytes = java.util.Arrays.copyOf(bytes, capacity);
            }
            chunk.readBytes(bytes, size, length);
            size += length;
            return this;
        }

        byte[] toArray() {
            return size == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, size);
        }
    }
}
