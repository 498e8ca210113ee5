package dev.perigee.gateway;

import dev.perigee.gateway.upstream.Content;
import dev.perigee.gateway.upstream.StreamedBody;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** One request and its answer. */
final class Exchange {

    private static final AsciiString INVOCATION = AsciiString.cached("X-Perigee-Invocation");
    private static final AsciiString REQUEST_ID = AsciiString.cached("X-Request-Id");

    /** An unread body of at most this size is read to keep the connection. */
    private static final long SMALL_BODY = 64 << 10;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String path;
    private final @Nullable String rawQuery;
    private @Nullable Channel channel;
    private boolean bodyRead;
    private boolean answered;

    Exchange(HttpServerRequest request, HttpServerResponse response) {
        this.request = request;
        this.response = response;
        request.withConnection(connection -> channel = connection.channel());
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
        var requestId = Trace.requestId(headers());
        if (requestId != null) {
            headers.set(REQUEST_ID, requestId);
        }
        var body = answer.encode(channel().alloc());
        if (answer.status() != 204 && answer.status() != 304) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        }
        return response.sendObject(body).then();
    }

    /** The body as it comes, for whoever passes it on; larger ones than others may be. */
    Content stream() {
        var length = headers().contains(HttpHeaderNames.TRANSFER_ENCODING) ? -1 : contentLength();
        return new Content.Stream(request.receive().retain().doOnComplete(this::bodyRead), length);
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
        var requestId = Trace.requestId(headers());
        if (requestId != null && !headers.contains(REQUEST_ID)) {
            headers.set(REQUEST_ID, requestId);
        }
        if (method().equals("HEAD") || status == 204 || status == 304) {
            body.discard();
            return response.send();
        }
        return response.send(body.chunks(), _ -> !headers.contains(HttpHeaderNames.CONTENT_LENGTH))
                .then();
    }

    private boolean isSmall() {
        return !headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && contentLength() <= SMALL_BODY;
    }
}
