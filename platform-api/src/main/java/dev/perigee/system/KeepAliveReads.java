package dev.perigee.system;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * Keeps a server reading its connections. A request that comes before the server is done with the
 * one before it is put off; when it is then answered at once, Reactor Netty 1.3.6 asks for nothing
 * more to read, so that the next request on the connection stays unread for ever. What is read too
 * early by asking once more waits where pipelined requests do.
 *
 * <p>Mended after 1.3.6 (<a href="https://github.com/reactor/reactor-netty/issues/4361">issue
 * 4361</a>); with a version that has it, this class can go.
 */
@Sharable
public final class KeepAliveReads extends ChannelInboundHandlerAdapter {

    private static final KeepAliveReads HANDLER = new KeepAliveReads();

    private KeepAliveReads() {}

    /** To be called when the channel of a server of HTTP/1.1 has its handlers. */
    public static void install(Channel channel) {
        channel.pipeline().addAfter(NettyPipeline.HttpTrafficHandler, "perigee.reads", HANDLER);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.fireChannelRead(message);
        if (message instanceof LastHttpContent
                && ChannelOperations.get(context.channel()) == null) {
            context.read();
        }
    }
}
