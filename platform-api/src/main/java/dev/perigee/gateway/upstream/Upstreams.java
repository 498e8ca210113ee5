package dev.perigee.gateway.upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clients of this process, one per kind of settings, and who finds services by name. */
public final class Upstreams implements AutoCloseable {

    private final Map<ClientSettings, HttpUpstream> clients = new ConcurrentHashMap<>();
    private final ServiceNames names;
    private final int maxBody;
    private final EventLoops loops;

    /**
     * @param maxBody the largest answer that is kept in memory
     * @param loops where the clients run
     */
    public Upstreams(ServiceNames names, int maxBody, EventLoops loops) {
        this.names = names;
        this.maxBody = maxBody;
        this.loops = loops;
    }

    /** The client with these settings. */
    public HttpUpstream client(ClientSettings settings) {
        return clients.computeIfAbsent(settings, each -> new HttpUpstream(each, maxBody, loops));
    }

    public ServiceNames names() {
        return names;
    }

    @Override
    public void close() {
        clients.values().forEach(HttpUpstream::close);
    }
}
