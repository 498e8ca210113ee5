package dev.perigee.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Set;

/**
 * Tells whether a request was made on this machine and by someone who means it: the socket's other
 * end is loopback, no proxy passes it on, and no page of another site had a browser send it, be it
 * directly or by a name that was made to point here.
 */
final class LocalCallers {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

    private LocalCallers() {}

    static boolean isLocal(Exchange exchange) {
        var remote = exchange.remote();
        var headers = exchange.headers();
        var site = headers.get("sec-fetch-site");
        return remote != null
                && remote.getAddress().isLoopbackAddress()
                && !headers.contains("forwarded")
                && !headers.contains("x-forwarded-for")
                && (site == null || OWN_PAGES.contains(site))
                && NAMES.contains(name(headers.get(HttpHeaderNames.HOST, "localhost")));
    }

    /** The host without its port. */
    private static String name(String host) {
        var colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
