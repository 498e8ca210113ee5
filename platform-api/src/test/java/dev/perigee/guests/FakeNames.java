package dev.perigee.guests;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A name service whose answers tests choose and change. */
final class FakeNames extends AddressResolverGroup<InetSocketAddress> {

    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();

    void put(String name, String... literals) {
        addresses.put(name, List.of(literals));
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {

            @Override
            protected boolean doIsResolved(InetSocketAddress address) {
                return !address.isUnresolved();
            }

            @Override
            protected void doResolve(
                    InetSocketAddress address, Promise<InetSocketAddress> promise) {
                promise.setFailure(new UnsupportedOperationException());
            }

            @Override
            protected void doResolveAll(
                    InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
                var found = addresses.get(address.getHostString());
                if (found == null) {
                    promise.setFailure(new UnknownHostException(address.getHostString()));
                } else {
                    promise.setSuccess(parsed(found.stream(), address.getPort()));
                }
            }
        };
    }

    private static List<InetSocketAddress> parsed(Stream<String> literals, int port) {
        return literals.map(
                        literal -> {
                            try {
                                return new InetSocketAddress(InetAddress.getByName(literal), port);
                            } catch (UnknownHostException e) {
                                throw new AssertionError(e);
                            }
                        })
                .toList();
    }
}
