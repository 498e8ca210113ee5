package dev.perigee.gateway.filters;

import dev.perigee.guests.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who the client is and whether it may come in. Only proxies that are trusted are believed what
 * they say in {@code X-Forwarded-For}, read from the end: the first address that no trusted proxy
 * has is the client.
 *
 * @param allow only these networks may come in; all when empty
 * @param deny these may not, whatever is allowed
 */
record Addresses(List<Network> trusted, List<Network> allow, List<Network> deny)
        implements Function<FilteredRequest, Verdict> {

    @Override
    public Verdict apply(FilteredRequest request) {
        var client = client(request);
        if (client == null) {
            return allow.isEmpty() && deny.isEmpty()
                    ? Verdict.Pass.PASS
                    : Verdict.refuse(403, "the client's address is not known");
        }
        if (!client.equals(request.remote())) {
            request.speaksFor(client.getHostAddress());
        }
        var address = client.getAddress();
        var welcome = allow.isEmpty() || contains(allow, address);
        return welcome && !contains(deny, address)
                ? Verdict.Pass.PASS
                : Verdict.refuse(403, "requests from this address are not allowed");
    }

    private @Nullable InetAddress client(FilteredRequest request) {
        var client = request.remote();
        if (client == null || !contains(trusted, client.getAddress())) {
            return client;
        }
        var hops = String.join(",", request.headers().getAll("x-forwarded-for")).split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            var hop = parse(hops[i].strip());
            if (hop == null) {
                return client;
            }
            client = hop;
            if (!contains(trusted, client.getAddress())) {
                return client;
            }
        }
        return client;
    }

    private static @Nullable InetAddress parse(String text) {
        // A name would be resolved; only a literal has nothing but these characters.
        if (!text.matches("[0-9a-fA-F:.]{2,45}") || !text.matches(".*[:.].*")) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException _) {
            return null;
        }
    }

    private static boolean contains(List<Network> networks, byte[] address) {
        for (var network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
