package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.pipeline.BackendSpec.Target;
import dev.perigee.gateway.resilience.Breaking;
import dev.perigee.gateway.resilience.ProtectionMetrics;
import dev.perigee.gateway.resilience.Remembering;
import dev.perigee.gateway.resilience.Retrying;
import dev.perigee.gateway.resilience.Upcall;
import dev.perigee.gateway.upstream.Balancer;
import dev.perigee.gateway.upstream.Hosts;
import dev.perigee.gateway.upstream.ServiceHosts;
import dev.perigee.gateway.upstream.UpstreamReply;
import dev.perigee.gateway.upstream.Upstreams;
import java.time.Duration;

/** Makes the calls of backends that are HTTP servers, with what protects them. */
final class ServerCompiler {

    private final Encodings encodings;
    private final Upstreams upstreams;
    private final ProtectionMetrics metrics;

    ServerCompiler(Encodings encodings, Upstreams upstreams, ProtectionMetrics metrics) {
        this.metrics = metrics;
        this.encodings = encodings;
        this.upstreams = upstreams;
    }

    /**
     * The innermost backend.
     *
     * @param patience when the pipeline gives the backend up
     */
    Backend compile(BackendSpec spec, Target.Servers servers, boolean passing, Duration patience) {
        var balancer = new Balancer(hosts(servers), servers.balancing());
        var client = upstreams.client(servers.client());
        var most = spec.protection().maxAnswer();
        var idle = spec.protection().idle();
        if (passing) {
            Upcall<UpstreamReply> call =
                    request -> balancer.call(host -> client.pass(host, request, most, idle));
            return new ServerBackend.Passing(guarded(call, spec, patience));
        }
        var resends = spec.request().resendsBody();
        Upcall<UpstreamReply.Whole> call =
                request -> balancer.call(host -> client.call(host, request, resends, most));
        var guarded = guarded(call, spec, patience);
        var caching = spec.protection().caching();
        return new ServerBackend(
                caching == null ? guarded : new Remembering(guarded, caching, metrics, patience),
                new ReplyReader(
                        what(spec), spec.reading(), encodings.decoder(spec.reading().encoding())));
    }

    private <R extends UpstreamReply> Upcall<R> guarded(
            Upcall<R> call, BackendSpec spec, Duration patience) {
        var retry = spec.protection().retry();
        var breaker = spec.protection().breaker();
        var each =
                retry == null || retry.timeout() == null || retry.timeout().compareTo(patience) > 0
                        ? patience
                        : retry.timeout();
        var broken =
                breaker == null
                        ? call
                        : new Breaking<>(
                                call, breaker, new Breaking.Watch(what(spec), each, metrics));
        return retry == null ? broken : new Retrying<>(broken, retry, metrics);
    }

    static String what(BackendSpec spec) {
        return spec.request().method() + " " + spec.request().pattern();
    }

    private Hosts hosts(Target.Servers servers) {
        var discovery = servers.discovery();
        if (discovery == null || servers.addresses().isEmpty()) {
            return Hosts.fixed(servers.addresses());
        }
        return new ServiceHosts(
                upstreams.names(),
                servers.addresses().getFirst(),
                discovery.scheme(),
                discovery.timeToLive());
    }
}
