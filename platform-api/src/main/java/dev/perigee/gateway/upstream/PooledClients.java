package dev.perigee.gateway.upstream;

import io.netty.handler.codec.http.HttpMethod;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The connections for one kind of settings. Each event loop has its own pool, so that nothing is
 * handed from thread to thread; other threads, and settings that allow only a few connections,
 * share one pool.
 */
final class PooledClients implements AutoCloseable {

    static final int PENDING_PER_CONNECTION = 4;
    static final Duration PENDING_TIMEOUT = Duration.ofSeconds(10);

    /** With fewer connections for each loop, one might wait while another has some to spare. */
    private static final int FEWEST = 16;

    private final ClientSettings settings;
    private final EventLoops loops;
    private final Function<ConnectionProvider, HttpClient> making;
    private final Pooled shared;
    private final ConcurrentMap<Thread, Pooled> own = new ConcurrentHashMap<>();

    PooledClients(
            ClientSettings settings,
            EventLoops loops,
            Function<ConnectionProvider, HttpClient> making) {
        this.settings = settings;
        this.loops = loops;
        this.making = making;
        this.shared = make(settings.maxConnections());
    }

    /** How many connections each loop may have of its own; 0 when they are too few for that. */
    static int perLoop(ClientSettings settings, EventLoops loops) {
        var most = settings.maxConnections() / loops.count();
        return most < FEWEST ? 0 : most;
    }

    /** Whom to connect to for this scheme, host and port without TLS; not looked up yet. */
    static InetSocketAddress address(String base) {
        var uri = URI.create(base);
        return InetSocketAddress.createUnresolved(
                uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    }

    private record Pooled(
            ConnectionProvider connections,
            HttpClient client,
            ConcurrentMap<String, HttpClient> byServer) {

        /** Reading a whole address costs more than all else that is done for a call here. */
        HttpClient of(String base) {
            var known = byServer.get(base);
            return known != null ? known : byServer.computeIfAbsent(base, this::make);
        }

        private HttpClient make(String base) {
            var address = address(base);
            return client.remoteAddress(() -> address);
        }
    }

    private Pooled make(int most) {
        var connections = pool(settings, most);
        return new Pooled(connections, making.apply(connections), new ConcurrentHashMap<>());
    }

    private static ConnectionProvider pool(ClientSettings settings, int most) {
        var pool =
                ConnectionProvider.builder("perigee-upstream")
                        .maxConnections(most)
                        .pendingAcquireMaxCount(most * PENDING_PER_CONNECTION)
                        .pendingAcquireTimeout(PENDING_TIMEOUT)
                        .lifo()
                        .disposeInactivePoolsInBackground(
                                Duration.ofMinutes(1), Duration.ofMinutes(5));
        if (!settings.idleTimeout().isZero()) {
            pool.maxIdleTime(settings.idleTimeout()).evictInBackground(settings.idleTimeout());
        }
        return pool.build();
    }

    /**
     * A request to this server, by whoever calls.
     *
     * @param base scheme, host and port
     * @param url of this server, or of another
     */
    HttpClient.RequestSender request(String method, String base, String url) {
        var verb = HttpMethod.valueOf(method);
        var pooled = here();
        return base.startsWith("http:")
                        && url.startsWith(base)
                        && url.startsWith("/", base.length())
                ? pooled.of(base).request(verb).uri(url.substring(base.length()))
                : pooled.client().request(verb).uri(url);
    }

    private Pooled here() {
        var known = own.get(Thread.currentThread());
        return known != null ? known : elsewhere();
    }

    private Pooled elsewhere() {
        var most = perLoop(settings, loops);
        return most == 0 || loops.here() == null
                ? shared
                : own.computeIfAbsent(Thread.currentThread(), _ -> make(most));
    }

    @Override
    public void close() {
        shared.connections().dispose();
        own.values().forEach(pooled -> pooled.connections().dispose());
    }
}
