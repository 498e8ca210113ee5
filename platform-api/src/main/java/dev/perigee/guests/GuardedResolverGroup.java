package dev.perigee.guests;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Resolves hosts to the addresses that the policy allows. The client connects to exactly what comes
 * out of here, so a name that changes its address between a check and the connection gains nothing;
 * address literals pass through as well.
 */
final class GuardedResolverGroup extends AddressResolverGroup<InetSocketAddress> {

    private final AddressResolverGroup<InetSocketAddress> names;
    private final AddressPolicy policy;

    GuardedResolverGroup(AddressResolverGroup<InetSocketAddress> names, AddressPolicy policy) {
        this.names = names;
        this.policy = policy;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Guarded(executor, names.getResolver(executor), policy);
    }

    @Override
    public void close() {
        super.close();
        names.close();
    }

    private static final class Guarded extends AbstractAddressResolver<InetSocketAddress> {

        private final AddressResolver<InetSocketAddress> names;
        private final AddressPolicy policy;

        Guarded(
                EventExecutor executor,
                AddressResolver<InetSocketAddress> names,
                AddressPolicy policy) {
            super(executor, InetSocketAddress.class);
            this.names = names;
            this.policy = policy;
        }

        /** Never: what counts as resolved would be connected to without asking. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
            var all = executor().<List<InetSocketAddress>>newPromise();
            all.addListener(
                    (Future<List<InetSocketAddress>> done) -> {
                        if (done.isSuccess()) {
                            promise.trySuccess(done.getNow().getFirst());
                        } else {
                            promise.tryFailure(done.cause());
                        }
                    });
            doResolveAll(address, all);
        }

        @Override
        protected void doResolveAll(
                InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
            if (!address.isUnresolved()) {
                complete(address, List.of(address), promise);
                return;
            }
            names.resolveAll(address)
                    .addListener(
                            (Future<List<InetSocketAddress>> done) -> {
                                if (done.isSuccess()) {
                                    complete(address, done.getNow(), promise);
                                } else {
                                    promise.tryFailure(done.cause());
                                }
                            });
        }

        private void complete(
                InetSocketAddress wanted,
                List<InetSocketAddress> found,
                Promise<List<InetSocketAddress>> promise) {
            var allowed =
                    found.stream()
                            .filter(
                                    each ->
                                            each.getAddress() != null
                                                    && policy.allows(each.getAddress()))
                            .toList();
            if (!allowed.isEmpty()) {
                promise.trySuccess(allowed);
            } else if (found.isEmpty()) {
                promise.tryFailure(new UnknownHostException(wanted.getHostString()));
            } else {
                promise.tryFailure(new AddressRefusedException(wanted.getHostString()));
            }
        }

        @Override
        public void close() {
            // The group closes the resolver of names.
        }
    }
}
