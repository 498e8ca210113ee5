package dev.perigee.gateway;

import dev.perigee.gateway.sockets.OpenSockets;
import dev.perigee.gateway.upstream.EventLoops;
import dev.perigee.system.KeepAliveReads;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.SmartLifecycle;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.ReactorNetty;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/**
 * The data plane's own HTTP server. It starts after everything that it needs and stops first: takes
 * no new connections, lets what is under way finish within the drain timeout, then closes what is
 * left.
 */
final class GatewayServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(GatewayServer.class);

    /** So many pieces of at most 64 KB wait in memory for a reader that is slow. */
    private static final String PIECES_AHEAD = "16";

    static {
        if (System.getProperty(ReactorNetty.REACTOR_NETTY_SEND_MAX_PREFETCH_SIZE) == null) {
            System.setProperty(ReactorNetty.REACTOR_NETTY_SEND_MAX_PREFETCH_SIZE, PIECES_AHEAD);
        }
    }

    private final GatewayProperties properties;
    private final GatewayHandler handler;
    private final GatewayLoad load;
    private final OpenSockets sockets;
    private final EventLoops loops;
    private @Nullable Running running;

    GatewayServer(
            GatewayProperties properties,
            GatewayHandler handler,
            GatewayLoad load,
            OpenSockets sockets,
            EventLoops loops) {
        this.loops = loops;
        this.properties = properties;
        this.handler = handler;
        this.load = load;
        this.sockets = sockets;
    }

    private record Running(DisposableServer server, ChannelGroup channels) {

        @SuppressWarnings("FutureReturnValueIgnored") // The loops wait for the channels.
        void closeConnections() {
            channels.close();
        }
    }

    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 512;
    }

    @Override
    public synchronized void start() {
        if (running != null) {
            return;
        }
        var channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        try {
            var server = configure(channels).bindNow();
            running = new Running(server, channels);
            log.info("gateway listens on {}:{}", properties.address(), server.port());
        } catch (ChannelBindException failure) {
            loops.dispose();
            var reason = String.valueOf(failure.getCause());
            throw reason.contains("in use")
                    ? new PortInUseException(properties.port(), failure)
                    : new IllegalStateException(
                            "the gateway cannot listen on "
                                    + properties.address()
                                    + ":"
                                    + properties.port()
                                    + ": "
                                    + reason,
                            failure);
        }
    }

    private HttpServer configure(ChannelGroup channels) {
        var maxHeader = (int) properties.maxHeader().toBytes();
        return HttpServer.create()
                .host(properties.address())
                .port(properties.port())
                .protocol(HttpProtocol.HTTP11)
                .runOn(loops)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(maxHeader).maxHeaderSize(maxHeader))
                .doOnChannelInit(
                        (_, channel, _) -> {
                            channels.add(channel);
                            ConnectionWatch.install(channel, properties);
                            KeepAliveReads.install(channel);
                        })
                .handle(handler);
    }

    /** The port that it listens on, also when a free one was asked for; -1 when it is stopped. */
    synchronized int port() {
        return running == null ? -1 : running.server().port();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public synchronized void stop(Runnable done) {
        var stopping = running;
        running = null;
        if (stopping == null) {
            done.run();
            return;
        }
        load.startDraining();
        stopping.server().dispose();
        sockets.stop();
        load.drained(properties.drainTimeout())
                .doOnNext(GatewayServer::report)
                .then(
                        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2))
                                .doFirst(stopping::closeConnections))
                .doFinally(_ -> done.run())
                .subscribe(_ -> {}, failure -> log.warn("gateway did not stop cleanly", failure));
    }

    private static void report(boolean drained) {
        if (!drained) {
            log.warn("requests were still running when the time to drain was over");
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
