package dev.perigee.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** One call, and what came of its answer so far. On one event loop, but for who cancels. */
final class DirectCall {

    private static final Set<String> REPEATABLE =
            Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");
    private static final byte[] NOTHING = {};

    private final MonoSink<UpstreamReply.Whole> sink;
    private final UpstreamRequest request;
    private final String url;
    private final String base;
    private final int most;
    private @Nullable HttpResponse head;
    private byte[] body = NOTHING;
    private int size;
    private @Nullable ServerConnection connection;
    private boolean over;
    private boolean repeated;

    DirectCall(
            MonoSink<UpstreamReply.Whole> sink,
            UpstreamRequest request,
            String url,
            String base,
            int most) {
        this.sink = sink;
        this.request = request;
        this.url = url;
        this.base = base;
        this.most = most;
    }

    void onCancel(Runnable cancelled) {
        sink.onCancel(cancelled::run);
    }

    /** Nobody waits for it any more; where it was sent, if it was. */
    @Nullable ServerConnection giveUp() {
        over = true;
        return connection;
    }

    void sentOn(ServerConnection sending) {
        connection = sending;
    }

    /** Whether it may be sent again, on a connection that has not been waiting; once. */
    boolean mayRepeat() {
        if (over || repeated || head != null || !REPEATABLE.contains(request.method())) {
            return false;
        }
        repeated = true;
        connection = null;
        return true;
    }

    FullHttpRequest message(String host) {
        var headers =
                DefaultHttpHeadersFactory.headersFactory()
                        .withValidation(false)
                        .newHeaders()
                        .add(request.headers());
        if (!headers.contains(HttpHeaderNames.HOST)) {
            headers.set(HttpHeaderNames.HOST, host);
        }
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                url.substring(base.length()),
                content(headers),
                headers,
                EmptyHttpHeaders.INSTANCE);
    }

    private ByteBuf content(HttpHeaders headers) {
        if (request.body() instanceof Content.Bytes(var bytes)) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
            return Unpooled.wrappedBuffer(bytes);
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, "0");
        }
        return Unpooled.EMPTY_BUFFER;
    }

    void begin(HttpResponse response) {
        head = response;
        var length = response.headers().getInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        if (length > 0 && length <= most && !request.method().equals("HEAD")) {
            body = new byte[Math.min(length, 64 << 10)];
        }
    }

    /** False when it becomes too large. */
    boolean add(ByteBuf chunk) {
        var length = chunk.readableBytes();
        if (size + (long) length > most) {
            return false;
        }
        if (size + length > body.length) {
            body =
                    Arrays.copyOf(
                            body, (int) Math.min(most, Math.max(size + length, body.length * 2L)));
        }
        chunk.readBytes(body, size, length);
        size += length;
        return true;
    }

    UpstreamException tooLarge() {
        return UpstreamException.broken("the answer is larger than " + most + " bytes");
    }

    void fail(Throwable failure) {
        if (!over) {
            over = true;
            sink.error(Failures.explain(failure, base));
        }
    }

    /** All of it is here. */
    void finish(HttpResponse response) {
        if (over) {
            return;
        }
        over = true;
        var bytes = size == body.length ? body : Arrays.copyOf(body, size);
        var headers = response.headers();
        var status = response.status().code();
        if (!headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
            sink.success(new UpstreamReply.Whole(status, headers, bytes, url));
            return;
        }
        Decompression.decompress(bytes, headers, most)
                .subscribe(
                        plain -> sink.success(new UpstreamReply.Whole(status, headers, plain, url)),
                        sink::error);
    }
}
