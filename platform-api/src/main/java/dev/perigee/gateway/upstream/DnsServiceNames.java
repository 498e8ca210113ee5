package dev.perigee.gateway.upstream;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks the DNS servers of the system; starts nothing before the first question. */
public final class DnsServiceNames implements ServiceNames, AutoCloseable {

    private final @Nullable DnsServerAddressStreamProvider servers;
    private @Nullable EventLoopGroup loops;
    private @Nullable DnsNameResolver resolver;

    public DnsServiceNames() {
        this(null);
    }

    /**
     * @param servers whom to ask; null for those of the system
     */
    DnsServiceNames(@Nullable DnsServerAddressStreamProvider servers) {
        this.servers = servers;
    }

    private synchronized DnsNameResolver resolver() {
        if (resolver == null) {
            loops =
                    new MultiThreadIoEventLoopGroup(
                            1,
                            new DefaultThreadFactory("perigee-dns", true),
                            NioIoHandler.newFactory());
            var builder =
                    new DnsNameResolverBuilder(loops.next())
                            .datagramChannelType(NioDatagramChannel.class)
                            .queryTimeoutMillis(2_000);
            resolver = (servers == null ? builder : builder.nameServerProvider(servers)).build();
        }
        return resolver;
    }

    @Override
    public Mono<List<Server>> find(String name) {
        return Mono.create(
                sink ->
                        resolver()
                                .resolveAll(new DefaultDnsQuestion(name, DnsRecordType.SRV))
                                .addListener(
                                        (Future<List<DnsRecord>> done) -> {
                                            if (done.isSuccess()) {
                                                sink.success(read(done.getNow()));
                                            } else {
                                                sink.error(done.cause());
                                            }
                                        }));
    }

    private static List<Server> read(List<DnsRecord> records) {
        var servers = new ArrayList<Server>(records.size());
        for (var each : records) {
            if (each instanceof DnsRawRecord raw && raw.type().equals(DnsRecordType.SRV)) {
                var content = raw.content();
                var priority = content.readUnsignedShort();
                var weight = content.readUnsignedShort();
                var port = content.readUnsignedShort();
                var host = DefaultDnsRecordDecoder.decodeName(content);
                servers.add(
                        new Server(
                                host.endsWith(".") ? host.substring(0, host.length() - 1) : host,
                                port,
                                priority,
                                weight));
            }
            ReferenceCountUtil.release(each);
        }
        return servers;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Nothing waits for the loop's end.
    public synchronized void close() {
        if (resolver != null) {
            resolver.close();
        }
        if (loops != null) {
            loops.shutdownGracefully();
        }
    }
}
