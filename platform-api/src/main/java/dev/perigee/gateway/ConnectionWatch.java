package dev.perigee.gateway;

import dev.perigee.gateway.sockets.WriteProgress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Guards one connection against slow clients, and against losing an answer that was given before
 * the whole request was read. Belongs to the connection's event loop.
 *
 * <p>States: idle → head (first byte came) → body (head is complete) → busy (request is complete) →
 * idle (answer is written, nothing pipelined), or → upgraded (another protocol from here on, which
 * looks after itself). Head and body that take too long get 408 (a body only while it is read),
 * idle connections and those whose client takes nothing of its answer are closed, malformed
 * requests get 400, 414 or 431. Closing while a request is still arriving leads to lingering: the
 * output is shut, what still comes is thrown away for a while, so that the client gets to read the
 * answer instead of a connection reset.
 *
 * <p>Requests that a client sends ahead of their turn wait here, and nothing more is read
 * meanwhile, so that what lies behind sees one request at a time.
 *
 * <p>Time is counted in ticks, so that a request costs no look at the clock.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a connection ends it.
final class ConnectionWatch {

    private static final long MAX_LINGER_BYTES = 256L << 20;
    private static final String MESSAGES = "perigee.messages";

    private final GatewayProperties properties;
    private final long tickNanos;
    private final HeadScan scan = new HeadScan();
    private State state = State.IDLE;
    private int ticks;
    private int pending;
    private final WriteProgress progress = new WriteProgress();
    private int standing;
    private long lingered;
    private @Nullable Future<?> timer;

    private ConnectionWatch(GatewayProperties properties) {
        this.properties = properties;
        var shortest =
                Math.min(properties.headTimeout().toNanos(), properties.bodyTimeout().toNanos());
        this.tickNanos = Math.clamp(shortest / 4, 10_000_000L, 2_000_000_000L);
    }

    static void install(Channel channel, GatewayProperties properties) {
        var watch = new ConnectionWatch(properties);
        channel.pipeline()
                .addFirst("perigee.bytes", watch.new Bytes())
                .addAfter(NettyPipeline.HttpCodec, MESSAGES, watch.new Messages());
    }

    private enum State {
        IDLE,
        HEAD,
        BODY,
        BUSY,
        UPGRADED,
        LINGER
    }

    private void enter(State next) {
        state = next;
        ticks = 0;
    }

    private long limit() {
        return switch (state) {
            case IDLE -> properties.idleTimeout().toNanos();
            case HEAD -> properties.headTimeout().toNanos();
            case BODY -> properties.bodyTimeout().toNanos();
            case LINGER -> 2_000_000_000L;
            case BUSY, UPGRADED -> Long.MAX_VALUE;
        };
    }

    private void tick(ChannelHandlerContext bytes) {
        standing = progress.stands(bytes.channel()) ? standing + 1 : 0;
        if (standing * tickNanos >= properties.idleTimeout().toNanos()) {
            bytes.close();
            return;
        }
        if (state == State.BODY && !bytes.channel().config().isAutoRead()) {
            // What comes next is not read yet, since what came is still on its way.
            ticks = 0;
        }
        if (++ticks * tickNanos < limit()) {
            return;
        }
        switch (state) {
            case HEAD, BODY ->
                    refuse(
                            bytes,
                            HttpResponseStatus.REQUEST_TIMEOUT,
                            "the request took too long to arrive");
            case IDLE, LINGER -> bytes.close();
            case BUSY, UPGRADED -> {}
        }
    }

    /**
     * Answers in place of whatever is under way and lets the connection end; written past the
     * handlers behind, which see no more of it than its end.
     */
    private void refuse(ChannelHandlerContext any, HttpResponseStatus status, String message) {
        var text = JsonWriter.error(message).getBytes(StandardCharsets.UTF_8);
        FullHttpResponse answer =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(text));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        enter(State.LINGER);
        any.pipeline()
                .context(MESSAGES)
                .writeAndFlush(answer)
                .addListener(_ -> linger(any.channel()));
    }

    private void refuseMalformed(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case TooLongHttpLineException _ ->
                    refuse(
                            context,
                            HttpResponseStatus.REQUEST_URI_TOO_LONG,
                            "the request line is too long");
            case TooLongHttpHeaderException _ ->
                    refuse(
                            context,
                            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                            "the header fields are too large");
            default -> refuse(context, HttpResponseStatus.BAD_REQUEST, "malformed HTTP request");
        }
    }

    private void linger(Channel channel) {
        enter(State.LINGER);
        if (!channel.isActive() || !(channel instanceof DuplexChannel duplex)) {
            channel.close();
            return;
        }
        try {
            duplex.shutdownOutput();
            channel.config().setAutoRead(true);
            channel.read();
        } catch (UncheckedIOException gone) {
            // A client that resets the connection at this moment takes it from the event loop.
            channel.close();
        }
    }

    /** Sits before the codec. */
    private final class Bytes extends ChannelDuplexHandler {

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            timer =
                    context.executor()
                            .scheduleAtFixedRate(
                                    () -> tick(context),
                                    tickNanos,
                                    tickNanos,
                                    TimeUnit.NANOSECONDS);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            stop();
            context.fireChannelInactive();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            stop();
        }

        private void stop() {
            if (timer != null) {
                timer.cancel(false);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (state) {
                case IDLE -> enter(State.HEAD);
                case BODY -> ticks = 0;
                case LINGER -> {
                    lingered += message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
                    ReferenceCountUtil.release(message);
                    if (lingered > MAX_LINGER_BYTES) {
                        context.close();
                    }
                    return;
                }
                case HEAD, BUSY, UPGRADED -> {}
            }
            if (state != State.UPGRADED
                    && message instanceof ByteBuf bytes
                    && !scan.isClear(bytes)) {
                ReferenceCountUtil.release(message);
                refuse(context, HttpResponseStatus.BAD_REQUEST, "malformed HTTP request");
                return;
            }
            context.fireChannelRead(message);
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            var channel = context.channel();
            if (!(state == State.BODY || state == State.UPGRADED) || !channel.isActive()) {
                context.close(promise);
                return;
            }
            channel.closeFuture().addListener(_ -> promise.trySuccess());
            linger(channel);
        }
    }

    /** Sits behind the codec. */
    private final class Messages extends ChannelDuplexHandler {

        private final Deque<Object> ahead = new ArrayDeque<>(0);
        private boolean wantsToRead;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!ahead.isEmpty() || (pending > 0 && message instanceof HttpRequest)) {
                ahead.add(message);
            } else {
                pass(context, message);
            }
        }

        private void pass(ChannelHandlerContext context, Object message) {
            if (state == State.LINGER) {
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
                ReferenceCountUtil.release(message);
                refuseMalformed(context, part.decoderResult().cause());
                return;
            }
            if (message instanceof HttpRequest request) {
                if (!RequestHead.isClear(request)) {
                    ReferenceCountUtil.release(message);
                    refuse(context, HttpResponseStatus.BAD_REQUEST, "malformed HTTP request");
                    return;
                }
                pending++;
                enter(State.BODY);
            }
            if (message instanceof LastHttpContent) {
                enter(pending == 0 ? State.IDLE : State.BUSY);
            }
            context.fireChannelRead(message);
        }

        @Override
        public void read(ChannelHandlerContext context) {
            if (ahead.isEmpty()) {
                context.read();
            } else {
                wantsToRead = true;
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent && !isInterim(message)) {
                pending--;
                if (pending == 0 && state == State.BUSY) {
                    enter(State.IDLE);
                }
                if (!ahead.isEmpty()) {
                    context.executor().execute(() -> catchUp(context));
                }
            } else if (isUpgrade(message)) {
                if (!ahead.isEmpty()) {
                    // What came already was read as HTTP, which it may not be.
                    ReferenceCountUtil.release(message);
                    refuse(context, HttpResponseStatus.BAD_REQUEST, "malformed HTTP request");
                    promise.tryFailure(new BodyLostException(null));
                    return;
                }
                enter(State.UPGRADED);
            }
            context.write(message, promise);
        }

        /** 100 goes before the answer, and 101 has none behind it. */
        private static boolean isInterim(Object message) {
            return message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }

        private static boolean isUpgrade(Object message) {
            return message instanceof HttpResponse response
                    && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        }

        private void catchUp(ChannelHandlerContext context) {
            while (!ahead.isEmpty() && !(pending > 0 && ahead.peek() instanceof HttpRequest)) {
                pass(context, ahead.remove());
            }
            if (ahead.isEmpty() && wantsToRead) {
                wantsToRead = false;
                context.fireChannelReadComplete();
                context.read();
            }
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            ahead.forEach(ReferenceCountUtil::release);
            ahead.clear();
        }
    }
}
