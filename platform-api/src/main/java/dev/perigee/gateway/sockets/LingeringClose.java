package dev.perigee.gateway.sockets;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection in two steps: the output at once, the rest when the other end closed or after
 * a while. What still comes is thrown away. Closing at once while something comes would be a reset,
 * which takes from the other end what it has not read yet, such as the reason. Stands first.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a connection ends it.
public final class LingeringClose extends ChannelDuplexHandler {

    private static final Duration LONGEST = Duration.ofSeconds(2);

    private boolean lingering;

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        var channel = context.channel();
        if (lingering || !channel.isActive() || !(channel instanceof DuplexChannel duplex)) {
            context.close(promise);
            return;
        }
        lingering = true;
        channel.closeFuture().addListener(_ -> promise.trySuccess());
        duplex.shutdownOutput();
        channel.config().setAutoRead(true);
        channel.eventLoop()
                .schedule(() -> context.close(), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A client's codec writes its Close frame against a broken frame past its own encoder. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof WebSocketFrame) {
            context.channel().write(message, promise);
        } else {
            context.write(message, promise);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (lingering) {
            ReferenceCountUtil.release(read);
        } else {
            context.fireChannelRead(read);
        }
    }
}
