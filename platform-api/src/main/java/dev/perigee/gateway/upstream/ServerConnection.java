package dev.perigee.gateway.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server, which answers one call at a time. States: free; sent, a call waits for
 * its answer; answering; done, until it is sure that nothing more came with the answer; closed.
 * What comes unasked for closes it. On one event loop.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {

    private final ServerConnections owner;
    private @Nullable ChannelHandlerContext context;
    private @Nullable DirectCall call;
    private @Nullable HttpResponse head;
    private @Nullable Throwable failure;
    private boolean passing;
    private boolean written;
    private boolean done;
    private boolean used;
    private boolean reused;
    private long freeSince;

    ServerConnection(ServerConnections owner) {
        this.owner = owner;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    boolean isOpen() {
        return context().channel().isActive();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    void free(long now) {
        freeSince = now;
    }

    long freeSince() {
        return freeSince;
    }

    /** Sends a call; its answer, or its failure, is told to it. */
    void send(DirectCall next) {
        call = next;
        next.sentOn(this);
        reused = used;
        used = true;
        written = false;
        context()
                .writeAndFlush(next.message(owner.host()))
                .addListener(
                        sent -> {
                            written = sent.isSuccess();
                            if (!sent.isSuccess()) {
                                failure = sent.cause();
                                close();
                                lost();
                            }
                        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The end is seen by channelInactive.
    void close() {
        context().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        try {
            var waiting = call;
            if (waiting == null) {
                done = false;
                close();
            } else {
                read(waiting, message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(DirectCall waiting, Object message) {
        if (message instanceof HttpResponse response) {
            if (response.decoderResult().isFailure()) {
                fail(response.decoderResult().cause());
                return;
            }
            passing = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (!passing) {
                head = response;
                waiting.begin(response);
            }
        }
        if (message instanceof HttpContent content) {
            if (content.decoderResult().isFailure()) {
                fail(content.decoderResult().cause());
            } else if (!passing && !waiting.add(content.content())) {
                fail(waiting.tooLarge());
            } else if (!passing && message instanceof LastHttpContent) {
                finish(waiting);
            }
        }
    }

    private void finish(DirectCall answered) {
        var response = Objects.requireNonNull(head);
        call = null;
        head = null;
        done = written && HttpUtil.isKeepAlive(response);
        if (!done) {
            close();
        }
        answered.finish(response);
    }

    /** Nothing more came with the answer. */
    @Override
    public void channelReadComplete(ChannelHandlerContext reading) {
        if (done) {
            done = false;
            owner.free(this);
        }
    }

    private void fail(Throwable cause) {
        var waiting = call;
        call = null;
        if (waiting != null) {
            waiting.fail(cause);
        }
        close();
    }

    /** Nobody waits for the answer any more. */
    void giveUp(DirectCall given) {
        if (given.equals(call)) {
            call = null;
            close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext reading, Throwable cause) {
        failure = cause;
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext reading) {
        lost();
    }

    /** A server may close a free connection just when a call is sent on it; that is repeated. */
    private void lost() {
        var waiting = call;
        call = null;
        done = false;
        owner.closed(this);
        if (waiting == null) {
            return;
        }
        if (reused && waiting.mayRepeat()) {
            owner.waitFor(waiting);
        } else {
            waiting.fail(
                    failure == null || failure instanceof ClosedChannelException
                            ? Failures.closed(owner.base())
                            : failure);
        }
    }
}
