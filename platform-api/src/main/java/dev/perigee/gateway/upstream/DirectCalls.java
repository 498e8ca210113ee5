package dev.perigee.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.NameResolverProvider;

/**
 * Calls of servers without TLS, by event loops, for whole answers: what nearly all calls of
 * pipelines are. All other calls take a general client, which needs several times the work for one.
 */
final class DirectCalls implements AutoCloseable {

    private final ClientSettings settings;
    private final EventLoops loops;
    private final int most;
    private final DnsAddressResolverGroup names;
    private final Map<Thread, ConcurrentHashMap<String, ServerConnections>> own =
            new ConcurrentHashMap<>();

    DirectCalls(ClientSettings settings, EventLoops loops) {
        this.settings = settings;
        this.loops = loops;
        most =
                settings.keepAlive() && settings.headTimeout().isZero()
                        ? PooledClients.perLoop(settings, loops)
                        : 0;
        names = NameResolverProvider.builder().build().newNameResolverGroup(loops, true);
    }

    /**
     * The answer as it came; null when the call has to go another way.
     *
     * @param base scheme, host and port
     * @param url of this server, or of another
     * @param mostBytes the largest body that is taken
     */
    @Nullable Mono<UpstreamReply.Whole> call(
            String base, String url, UpstreamRequest request, int mostBytes) {
        if (most == 0
                || !(request.body() instanceof Content.None
                        || request.body() instanceof Content.Bytes)
                || !base.startsWith("http:")
                || !url.startsWith(base)
                || !isPlainTarget(url, base.length())) {
            return null;
        }
        var server = here(base);
        return server == null
                ? null
                : Mono.create(
                        sink -> server.start(new DirectCall(sink, request, url, base, mostBytes)));
    }

    /** What may stand in a request line as it is. */
    private static boolean isPlainTarget(String url, int from) {
        if (!url.startsWith("/", from)) {
            return false;
        }
        for (int i = from; i < url.length(); i++) {
            var c = url.charAt(i);
            if (c <= ' ' || c > '~' || c == '#') {
                return false;
            }
        }
        return true;
    }

    private @Nullable ServerConnections here(String base) {
        var servers = own.get(Thread.currentThread());
        if (servers != null) {
            var known = servers.get(base);
            if (known != null) {
                return known;
            }
        }
        var loop = loops.here();
        return loop == null
                ? null
                : own.computeIfAbsent(Thread.currentThread(), _ -> new ConcurrentHashMap<>())
                        .computeIfAbsent(base, _ -> connections(base, loop));
    }

    private ServerConnections connections(String base, EventLoop loop) {
        var group = loops.onServer(LoopResources.DEFAULT_NATIVE);
        var bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(loops.onChannelClass(SocketChannel.class, group))
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(settings.connectTimeout().toMillis()));
        return new ServerConnections(
                new ServerConnections.Server(base, bootstrap, names),
                loop,
                most,
                settings.idleTimeout());
    }

    @Override
    public void close() {
        own.values().forEach(servers -> servers.values().forEach(ServerConnections::close));
        names.close();
    }
}
