package dev.perigee.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop to one server: at most so many, each for one call at a time,
 * the one that was used last before others. Calls that find none wait, at most so many and not for
 * long. All of it happens on the loop.
 */
final class ServerConnections {

    private final Server server;
    private final EventLoop loop;
    private final int most;
    private final int mostWaiting;
    private final long idleNanos;
    private final InetSocketAddress address;
    private final String host;
    private final Set<ServerConnection> all = new HashSet<>();
    private final ArrayDeque<ServerConnection> free = new ArrayDeque<>();
    private final ArrayDeque<DirectCall> waiting = new ArrayDeque<>();
    private int opening;
    private boolean sweeping;

    /**
     * Whom to connect to.
     *
     * @param base scheme, host and port
     */
    record Server(
            String base, Bootstrap bootstrap, AddressResolverGroup<InetSocketAddress> names) {}

    ServerConnections(Server server, EventLoop loop, int most, Duration idle) {
        this.server = server;
        this.loop = loop;
        this.most = most;
        mostWaiting = most * PooledClients.PENDING_PER_CONNECTION;
        idleNanos = idle.toNanos();
        address = PooledClients.address(server.base());
        var port = address.getPort();
        host = address.getHostString() + (port == 80 ? "" : ":" + port);
    }

    String base() {
        return server.base();
    }

    String host() {
        return host;
    }

    void start(DirectCall call) {
        call.onCancel(() -> here(() -> cancel(call)));
        here(() -> place(call));
    }

    private void here(Runnable work) {
        if (loop.inEventLoop()) {
            work.run();
        } else if (!loop.isShuttingDown()) {
            loop.execute(work);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The loop's end is the only one it has.
    private void later(Runnable work, long nanos) {
        loop.schedule(work, nanos, TimeUnit.NANOSECONDS);
    }

    private void cancel(DirectCall call) {
        var connection = call.giveUp();
        if (connection == null) {
            waiting.remove(call);
        } else {
            connection.giveUp(call);
        }
    }

    private void place(DirectCall call) {
        for (var known = free.pollLast(); known != null; known = free.pollLast()) {
            if (known.isOpen()) {
                known.send(call);
                return;
            }
        }
        waitFor(call);
    }

    /** Waits for a new connection where there may be one, else for any. */
    void waitFor(DirectCall call) {
        if (waiting.size() >= mostWaiting + opening) {
            call.fail(overloaded());
            return;
        }
        waiting.add(call);
        if (all.size() + opening < most) {
            open();
            return;
        }
        later(
                () -> {
                    if (waiting.remove(call)) {
                        call.fail(overloaded());
                    }
                },
                PooledClients.PENDING_TIMEOUT.toNanos());
    }

    private UpstreamException overloaded() {
        return Failures.overloaded(server.base());
    }

    private void open() {
        opening++;
        server.names()
                .getResolver(loop)
                .resolveAll(address)
                .addListener(
                        (Future<List<InetSocketAddress>> found) -> {
                            if (found.isSuccess()) {
                                connect(found.getNow(), 0);
                            } else {
                                notOpened(found.cause());
                            }
                        });
    }

    /** One address after the other. */
    private void connect(List<InetSocketAddress> addresses, int index) {
        server.bootstrap()
                .clone()
                .handler(new Speech())
                .connect(addresses.get(index))
                .addListener(
                        (ChannelFuture opened) -> {
                            if (opened.isSuccess()) {
                                opened(opened.channel());
                            } else if (index + 1 < addresses.size()) {
                                connect(addresses, index + 1);
                            } else {
                                notOpened(opened.cause());
                            }
                        });
    }

    private void opened(Channel channel) {
        opening--;
        var connection = channel.pipeline().get(ServerConnection.class);
        all.add(connection);
        free(connection);
    }

    private void notOpened(Throwable cause) {
        opening--;
        var call = waiting.poll();
        if (call != null) {
            call.fail(cause);
        }
        openForThoseWhoWait();
    }

    private void openForThoseWhoWait() {
        if (waiting.size() > opening && all.size() + opening < most) {
            open();
        }
    }

    /** It has answered, and can be used again. */
    void free(ServerConnection connection) {
        if (!connection.isOpen()) {
            return;
        }
        var next = waiting.poll();
        if (next != null) {
            connection.send(next);
            return;
        }
        connection.free(System.nanoTime());
        free.addLast(connection);
        if (!sweeping && idleNanos > 0) {
            sweeping = true;
            later(this::sweep, idleNanos);
        }
    }

    void closed(ServerConnection connection) {
        if (all.remove(connection)) {
            free.remove(connection);
            openForThoseWhoWait();
        }
    }

    /** Closes what nobody used for long; the first has waited longest. */
    private void sweep() {
        var now = System.nanoTime();
        while (!free.isEmpty() && now - free.getFirst().freeSince() >= idleNanos) {
            free.removeFirst().close();
        }
        sweeping = !free.isEmpty();
        if (sweeping) {
            var rest = idleNanos - (now - free.getFirst().freeSince());
            later(this::sweep, rest);
        }
    }

    void close() {
        here(() -> List.copyOf(all).forEach(ServerConnection::close));
    }

    private final class Speech extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            var bounds =
                    new HttpDecoderConfig()
                            .setMaxInitialLineLength(HttpUpstream.MAX_HEADER_BYTES)
                            .setMaxHeaderSize(HttpUpstream.MAX_HEADER_BYTES);
            channel.pipeline()
                    .addLast(new HttpClientCodec(bounds, false, false))
                    .addLast(new ServerConnection(ServerConnections.this));
        }
    }
}
