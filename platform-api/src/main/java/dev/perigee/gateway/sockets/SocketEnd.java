package dev.perigee.gateway.sockets;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.NettyPipeline;

/**
 * One end of a WebSocket: takes the frames from its connection and gives them to the other end,
 * reading on only while that one takes them. Its state belongs to its connection's event loop; the
 * other end hands things over from its own.
 *
 * <p>States: waiting (frames that came early are kept) → joined → closing (a Close frame was sent
 * or received; nothing of this direction goes on) → gone. Once both Close frames went, or when the
 * closing time is over, the connection is closed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a connection ends it.
public final class SocketEnd extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(SocketEnd.class);
    private static final String NAME = "perigee.socket";
    private static final int LOOKS = 4;

    private final Channel channel;
    private final Deque<WebSocketFrame> early = new ArrayDeque<>(0);
    private final WriteProgress progress = new WriteProgress();
    private @Nullable Relay relay;
    private @Nullable SocketEnd other;
    private @Nullable ChannelFuture closeSent;
    private @Nullable Future<?> watch;
    private boolean closeReceived;
    private boolean discarded;
    private long largest = Long.MAX_VALUE;
    private long message;
    private int standing;

    private SocketEnd(Channel channel) {
        this.channel = channel;
    }

    /** Takes the frames of this connection from now on; to be called on its event loop. */
    public static SocketEnd of(Channel channel) {
        var end = new SocketEnd(channel);
        channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, NAME, end);
        return end;
    }

    Channel channel() {
        return channel;
    }

    /** Begins to pass frames on, those that came early first. */
    void join(Relay with, SocketEnd end, long most) {
        onLoop(
                () -> {
                    relay = with;
                    other = end;
                    largest = most;
                    var period = with.limits().idle().toNanos() / LOOKS;
                    watch =
                            channel.eventLoop()
                                    .scheduleAtFixedRate(
                                            this::look, period, period, TimeUnit.NANOSECONDS);
                    for (var frame = early.poll(); frame != null; frame = early.poll()) {
                        pass(frame, with, end);
                    }
                    end.channel.flush();
                    if (channel.isActive()) {
                        readOn();
                    } else {
                        gone();
                    }
                });
    }

    /** Gives it up before it was joined, when it was not. */
    public void discard() {
        onLoop(
                () -> {
                    discarded = true;
                    if (relay == null) {
                        releaseEarly();
                        close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "");
                        channel.close();
                    }
                });
    }

    private void onLoop(Runnable work) {
        var loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            work.run();
        } else {
            loop.execute(work);
        }
    }

    private void look() {
        var with = relay;
        standing = progress.stands(channel) ? standing + 1 : 0;
        if (standing >= LOOKS) {
            log.debug("{} takes nothing of what is sent", channel);
            channel.close();
        } else if (with != null) {
            with.look(this, LOOKS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (!(read instanceof WebSocketFrame frame)) {
            context.fireChannelRead(read);
            return;
        }
        var with = relay;
        var end = other;
        if (with != null && end != null) {
            pass(frame, with, end);
        } else if (discarded) {
            frame.release();
        } else {
            early.add(frame);
        }
    }

    private void pass(WebSocketFrame frame, Relay with, SocketEnd end) {
        if (closeReceived) {
            frame.release();
            return;
        }
        with.moved();
        if (frame.rsv() != 0) {
            frame.release();
            violated(with, WebSocketCloseStatus.PROTOCOL_ERROR, "no extension was agreed on");
        } else if (frame instanceof CloseWebSocketFrame close) {
            closeReceived = true;
            end.close(close);
            with.closing();
            closeWhenDone();
        } else if (isTooLarge(frame)) {
            frame.release();
            violated(with, WebSocketCloseStatus.MESSAGE_TOO_BIG, "the message is too large");
        } else {
            end.channel.write(frame, end.channel.voidPromise());
        }
    }

    private boolean isTooLarge(WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame _, BinaryWebSocketFrame _ ->
                    message = frame.content().readableBytes();
            case ContinuationWebSocketFrame _ -> message += frame.content().readableBytes();
            default -> {
                return false;
            }
        }
        return message > largest;
    }

    /** This end broke a rule: it is told which, and the other one that it is gone. */
    private void violated(Relay with, WebSocketCloseStatus status, String reason) {
        closeReceived = true;
        close(status, reason);
        with.gone(this);
        closeWhenDone();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        var end = other;
        if (end != null) {
            end.channel.flush();
            readOn();
        }
        context.fireChannelReadComplete();
    }

    /** Reads more when the other end takes it; what comes after a Close is only thrown away. */
    private void readOn() {
        var end = other;
        if (closeReceived || (end != null && end.channel.isWritable())) {
            channel.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        var end = other;
        if (end != null && channel.isWritable()) {
            end.onLoop(end::readOn);
        }
        context.fireChannelWritabilityChanged();
    }

    void close(WebSocketCloseStatus status, String reason) {
        close(new CloseWebSocketFrame(status, reason));
    }

    /** Sends this Close frame unless one was sent. */
    private void close(CloseWebSocketFrame frame) {
        onLoop(
                () -> {
                    if (closeSent != null || !channel.isActive()) {
                        frame.release();
                        return;
                    }
                    closeSent = channel.writeAndFlush(frame);
                    closeWhenDone();
                });
    }

    private void closeWhenDone() {
        var sent = closeSent;
        if (closeReceived && sent != null) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Ends the connection, whatever the other side says to it. */
    void end() {
        onLoop(
                () -> {
                    close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "");
                    channel.close();
                });
    }

    private void gone() {
        var with = relay;
        if (watch != null) {
            watch.cancel(false);
        }
        releaseEarly();
        if (with != null) {
            if (!closeReceived) {
                with.gone(this);
            }
            with.ended(this);
        }
    }

    private void releaseEarly() {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (other == null) {
            context.fireExceptionCaught(cause);
            return;
        }
        // Against a broken frame the codec itself has sent a Close frame, and closes behind it.
        log.debug("{}: {}", channel, cause.toString());
        if (!(cause instanceof CorruptedFrameException)) {
            channel.close();
        }
    }
}
