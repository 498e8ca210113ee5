package dev.perigee.gateway.upstream;

import dev.perigee.gateway.sockets.LingeringClose;
import dev.perigee.gateway.sockets.SocketEnd;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.websocket.WebsocketInbound;

/** Opens WebSockets to backends, each on a connection of its own. */
final class SocketUpstream {

    /** Where the client's own origin is kept on the way to the codec. */
    private static final String TOLD = "x-perigee-origin";

    private final HttpClient client;

    SocketUpstream(HttpClient client) {
        this.client =
                client.doOnChannelInit(
                        (_, channel, _) ->
                                channel.pipeline()
                                        .addFirst("perigee.linger", new LingeringClose())
                                        .addAfter(
                                                NettyPipeline.HttpCodec,
                                                "perigee.origin",
                                                new HonestOrigin()));
    }

    /**
     * The opened socket, or what the backend answered instead when that is a redirect or an error.
     */
    Mono<UpstreamReply> open(String base, UpstreamRequest request, Content.Upgrade wanted) {
        return Mono.defer(
                () -> {
                    var opened = new AtomicReference<UpstreamReply>();
                    return client.headers(headers -> set(headers, request.headers()))
                            .websocket(spec(wanted))
                            .uri("ws" + base.substring("http".length()) + request.target())
                            .connect()
                            .map(
                                    connection -> {
                                        var reply = upgraded(connection);
                                        opened.set(reply);
                                        return reply;
                                    })
                            .doOnCancel(
                                    () -> {
                                        var reply = opened.get();
                                        if (reply != null) {
                                            reply.discard();
                                        }
                                    })
                            .doOnDiscard(UpstreamReply.Upgraded.class, UpstreamReply::discard)
                            .onErrorResume(failure -> refused(failure, base));
                });
    }

    private static void set(HttpHeaders headers, HttpHeaders wanted) {
        headers.remove(HttpHeaderNames.USER_AGENT).remove(HttpHeaderNames.ACCEPT);
        headers.add(wanted);
        var origin = wanted.get(HttpHeaderNames.ORIGIN);
        headers.remove(TOLD);
        if (origin != null) {
            headers.set(TOLD, origin);
        }
    }

    private static WebsocketClientSpec spec(Content.Upgrade wanted) {
        var spec =
                WebsocketClientSpec.builder()
                        .handlePing(true)
                        .maxFramePayloadLength(wanted.maxFrame());
        return wanted.protocols().isEmpty()
                ? spec.build()
                : spec.protocols(String.join(",", wanted.protocols())).build();
    }

    private static UpstreamReply upgraded(Connection connection) {
        var socket = SocketEnd.of(connection.channel());
        var inbound = (WebsocketInbound) connection;
        return new UpstreamReply.Upgraded(inbound.headers(), inbound.selectedSubprotocol(), socket);
    }

    private static Mono<UpstreamReply> refused(Throwable failure, String base) {
        if (!(failure instanceof WebSocketClientHandshakeException refusal)) {
            return Mono.error(Failures.explain(failure, base));
        }
        var response = refusal.response();
        if (response == null || response.status().code() < 300 || response.status().code() > 599) {
            return Mono.error(
                    UpstreamException.broken(
                            base + " did not open a WebSocket: " + refusal.getMessage()));
        }
        return Mono.just(
                new UpstreamReply.Whole(
                        response.status().code(), response.headers(), new byte[0], base));
    }

    /**
     * Takes away the origin that the codec makes up for a client that told none: it would be the
     * backend's own, which backends trust.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // What fails on a connection ends it.
    private static final class HonestOrigin extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpRequest request) {
                var told = request.headers().get(TOLD);
                request.headers().remove(TOLD).remove(HttpHeaderNames.ORIGIN);
                if (told != null) {
                    request.headers().set(HttpHeaderNames.ORIGIN, told);
                }
                context.pipeline().remove(this);
            }
            context.write(message, promise);
        }
    }
}
