package dev.perigee.guests;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses functions may connect to: public ones, and those that the operator allows. IPv6
 * addresses that carry an IPv4 address are refused as a whole, since they would be a way around.
 */
final class AddressPolicy {

    private static final List<Network> NOT_PUBLIC =
            Stream.of(
                            "0.0.0.0/8", // this network
                            "10.0.0.0/8", // private
                            "100.64.0.0/10", // carrier-grade NAT
                            "127.0.0.0/8", // loopback
                            "169.254.0.0/16", // link-local, cloud metadata
                            "172.16.0.0/12", // private
                            "192.0.0.0/24", // protocol assignments
                            "192.0.2.0/24", // documentation
                            "192.88.99.0/24", // 6to4 relays
                            "192.168.0.0/16", // private
                            "198.18.0.0/15", // benchmarks
                            "198.51.100.0/24", // documentation
                            "203.0.113.0/24", // documentation
                            "224.0.0.0/4", // multicast
                            "240.0.0.0/4", // reserved, broadcast
                            "::/96", // unspecified, loopback, IPv4-compatible
                            "64:ff9b::/96", // NAT64
                            "64:ff9b:1::/48", // local NAT64
                            "100::/64", // discard
                            "2001::/23", // protocol assignments, Teredo
                            "2001:db8::/32", // documentation
                            "2002::/16", // 6to4
                            "3fff::/20", // documentation
                            "5f00::/16", // segment routing
                            "fc00::/7", // unique local
                            "fe80::/10", // link-local
                            "fec0::/10", // site-local
                            "ff00::/8") // multicast
                    .map(Network::parse)
                    .toList();

    private static final int MAPPED_PREFIX = 10;

    private final boolean allowPrivate;
    private final List<Network> allowed;

    AddressPolicy(boolean allowPrivate, List<String> allowedNetworks) {
        this.allowPrivate = allowPrivate;
        this.allowed = allowedNetworks.stream().map(Network::parse).toList();
    }

    boolean allows(InetAddress address) {
        return allows(address.getAddress());
    }

    boolean allows(byte[] address) {
        if (allowPrivate || allowed.stream().anyMatch(network -> network.contains(address))) {
            return true;
        }
        return !isMapped(address)
                && NOT_PUBLIC.stream().noneMatch(network -> network.contains(address));
    }

    /** Java turns ::ffff:a.b.c.d into an IPv4 address, other resolvers need not. */
    private static boolean isMapped(byte[] address) {
        return address.length == 16
                && address[MAPPED_PREFIX] == -1
                && address[MAPPED_PREFIX + 1] == -1
                && Arrays.equals(
                        address, 0, MAPPED_PREFIX, new byte[MAPPED_PREFIX], 0, MAPPED_PREFIX);
    }
}
