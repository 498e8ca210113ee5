package dev.perigee.gateway;

import dev.perigee.gateway.filters.RequestId;
import dev.perigee.gateway.sockets.SocketEnd;
import dev.perigee.gateway.upstream.Content;
import dev.perigee.gateway.upstream.StreamedBody;
import dev.perigee.gateway.upstream.UpstreamException;
import dev.perigee.invocations.Invoker;
import dev.perigee.tracing.OpenSpan;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import tools.jackson.databind.node.ObjectNode;

/** One request and its answer. */
final class Exchange {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);
    private static final AsciiString INVOCATION = AsciiString.cached("X-Perigee-Invocation");
    private static final AsciiString REQUEST_ID = AsciiString.cached("X-Request-Id");

    /** An unread body of at most this size is read to keep the connection. */
    private static final long SMALL_BODY = 64 << 10;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String path;
    private final @Nullable String rawQuery;
    private String requestId;
    private @Nullable ObjectNode claims;
    private @Nullable Channel channel;
    private final List<Consumer<HttpHeaders>> decorations = new ArrayList<>(0);
    private long maxBody = Long.MAX_VALUE;
    private long announced;
    private long streamed;
    private @Nullable String client;
    private @Nullable Trace trace;
    private @Nullable OpenSpan span;
    private boolean bodyRead;
    private volatile boolean bodyLost;
    private boolean answered;

    Exchange(HttpServerRequest request, HttpServerResponse response) {
        this.request = request;
        this.response = response;
        request.withConnection(connection -> channel = connection.channel());
        requestId = RequestId.of(request.requestHeaders());
        var target = withoutAuthority(request.uri());
        var question = target.indexOf('?');
        path = question < 0 ? target : target.substring(0, question);
        rawQuery = question < 0 ? null : target.substring(question + 1);
    }

    /** A request line may also carry the whole URL. */
    static String withoutAuthority(String uri) {
        var scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (scheme < 0) {
            return uri;
        }
        for (int i = scheme + 3; i < uri.length(); i++) {
            switch (uri.charAt(i)) {
                case '/' -> {
                    return uri.substring(i);
                }
                case '?' -> {
                    return "/" + uri.substring(i);
                }
                default -> {}
            }
        }
        return "/";
    }

    /** What the request is called, everywhere. */
    String requestId() {
        return requestId;
    }

    void called(String id) {
        requestId = id;
        headers().set(REQUEST_ID, id);
        trace = null;
    }

    /** What the caller's token says; null when none was checked. */
    @Nullable ObjectNode claims() {
        return claims;
    }

    void proved(ObjectNode proven) {
        claims = proven;
    }

    HttpServerRequest request() {
        return request;
    }

    HttpHeaders headers() {
        return request.requestHeaders();
    }

    String method() {
        return request.method().name();
    }

    String path() {
        return path;
    }

    @Nullable String rawQuery() {
        return rawQuery;
    }

    Channel channel() {
        return Objects.requireNonNull(channel);
    }

    /** The other end of the socket, whatever headers say. */
    @Nullable InetSocketAddress remote() {
        return channel().remoteAddress() instanceof InetSocketAddress address ? address : null;
    }

    boolean hasBody() {
        return contentLength() > 0 || headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    /** What the client announced; 0 when it announced nothing. */
    long contentLength() {
        var length = headers().get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    /** The whole body is here, so that the connection can go on. */
    void bodyRead() {
        bodyRead = true;
    }

    /** The trace that the client named. */
    Trace trace() {
        var known = trace;
        if (known == null) {
            known = Trace.of(headers());
            trace = known;
        }
        return known;
    }

    /** The span of this request; null when it is not sampled. */
    @Nullable OpenSpan span() {
        return span;
    }

    void begin(OpenSpan request) {
        span = request;
    }

    /** Who calls for this request, in its span. */
    Invoker.Caller caller(Supplier<String> json) {
        var open = span;
        return open == null
                ? new Invoker.Caller(
                        trace().traceId(), trace().parentSpanId(), 0, json, null, requestId, null)
                : new Invoker.Caller(open.traceId(), open.spanId(), 0, json, null, requestId, open);
    }

    boolean isAnswered() {
        return answered;
    }

    void closeAfterwards() {
        response.keepAlive(false);
    }

    /** Writes the answer. A body that nobody read costs the connection, unless it is small. */
    Mono<Void> send(Answer answer, @Nullable String invocation) {
        if (!bodyRead && hasBody() && !isSmall()) {
            closeAfterwards();
        }
        answered = true;
        response.status(answer.status());
        var headers = response.responseHeaders();
        if (answer.body() instanceof Answer.Body.Json) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        }
        for (var header : answer.headers()) {
            headers.add(header.getKey(), header.getValue());
        }
        if (invocation != null) {
            headers.set(INVOCATION, invocation);
        }
        headers.set(REQUEST_ID, requestId);
        decorate();
        var body = answer.encode(channel().alloc());
        if (answer.status() != 204 && answer.status() != 304) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        }
        return response.sendObject(body).then();
    }

    /** The body as it comes, for whoever passes it on; it may be larger than others. */
    Content stream() {
        var length = headers().contains(HttpHeaderNames.TRANSFER_ENCODING) ? -1 : contentLength();
        announced = length;
        if (length > maxBody) {
            throw BodyBuffer.tooLarge(maxBody);
        }
        var chunks =
                request.receive()
                        .map(this::counted)
                        .doOnError(failure -> bodyLost = !(failure instanceof UpstreamException))
                        .concatWith(Mono.defer(() -> arrived(length)));
        return new Content.Stream(chunks, length);
    }

    /** A body that ends early must not look like a whole one. */
    private Mono<ByteBuf> arrived(long length) {
        if (length >= 0 && streamed < length) {
            bodyLost = true;
            return Mono.error(new BodyLostException(null));
        }
        bodyRead();
        return Mono.empty();
    }

    /** Whether the client went before all of its body came. */
    boolean isBodyLost() {
        return bodyLost;
    }

    /**
     * Ends the connection without an answer, or in the middle of one: nobody is there to read it,
     * or the rest will never come. The end of the connection ends the exchange.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The end is seen by whoever runs the exchange.
    Mono<Void> abandon() {
        return Mono.defer(
                () -> {
                    channel().eventLoop().execute(channel()::close);
                    return Mono.never();
                });
    }

    private ByteBuf counted(ByteBuf chunk) {
        streamed += chunk.readableBytes();
        if (streamed == announced) {
            bodyRead();
        }
        if (streamed > maxBody) {
            throw UpstreamException.answered(413, "the body is larger than " + maxBody + " bytes");
        }
        return chunk.retain();
    }

    /** The largest body that the route takes. */
    long maxBody() {
        return maxBody;
    }

    void limitBody(long bytes) {
        maxBody = Math.min(maxBody, bytes);
    }

    /** The client's address: the other end of the socket, or who it speaks for when trusted. */
    String client() {
        var known = client;
        if (known != null) {
            return known;
        }
        var remote = remote();
        return remote == null ? "" : remote.getAddress().getHostAddress();
    }

    void speaksFor(String address) {
        client = address;
    }

    /** Changes the headers of whatever is answered. */
    void onAnswer(Consumer<HttpHeaders> change) {
        decorations.add(change);
    }

    private void decorate() {
        for (var change : decorations) {
            change.accept(response.responseHeaders());
        }
    }

    /** Writes an answer whose body is still arriving, as fast as the client takes it. */
    Mono<Void> pass(int status, HttpHeaders passed, StreamedBody body) {
        if (!bodyRead && hasBody()) {
            closeAfterwards();
        }
        answered = true;
        response.status(status);
        var headers = response.responseHeaders();
        headers.add(passed);
        headers.set(REQUEST_ID, requestId);
        decorate();
        if (method().equals("HEAD") || status == 204 || status == 304) {
            body.discard();
            return response.send();
        }
        return response.send(body.chunks(), _ -> !headers.contains(HttpHeaderNames.CONTENT_LENGTH))
                .then()
                .onErrorResume(this::brokeOff)
                .doFinally(_ -> body.discard());
    }

    /** What a WebSocket was agreed to be. */
    record Socket(@Nullable String protocol, int maxFrame) {}

    /** Goes on as a WebSocket; done when that is. */
    Mono<Void> upgrade(
            HttpHeaders passed, Socket socket, Function<SocketEnd, Mono<Void>> conversation) {
        if (!channel().isActive()) {
            return Mono.error(new BodyLostException(null));
        }
        answered = true;
        response.status(101);
        var headers = response.responseHeaders();
        headers.add(passed);
        headers.set(REQUEST_ID, requestId);
        decorate();
        var spec =
                WebsocketServerSpec.builder()
                        .handlePing(true)
                        .maxFramePayloadLength(socket.maxFrame());
        if (socket.protocol() != null) {
            spec.protocols(socket.protocol());
        }
        var client = SocketEnd.of(channel());
        return response.sendWebsocket((_, _) -> Mono.never(), spec.build())
                .then(Mono.defer(() -> conversation.apply(client)))
                .onErrorResume(failure -> gone());
    }

    /** Waits for the end of a connection that failed, which will be soon. */
    @SuppressWarnings("FutureReturnValueIgnored") // What fails on a connection ends it.
    private Mono<Void> gone() {
        return Mono.create(
                sink -> {
                    channel().closeFuture().addListener(_ -> sink.success());
                    channel().eventLoop().schedule(() -> channel().close(), 3, TimeUnit.SECONDS);
                });
    }

    private Mono<Void> brokeOff(Throwable failure) {
        log.debug("{} {}: the answer broke off: {}", method(), path, failure.toString());
        return abandon();
    }

    private boolean isSmall() {
        return !headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && contentLength() <= SMALL_BODY;
    }
}
