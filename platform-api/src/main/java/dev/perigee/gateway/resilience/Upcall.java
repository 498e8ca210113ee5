package dev.perigee.gateway.resilience;

import dev.perigee.gateway.upstream.UpstreamReply;
import dev.perigee.gateway.upstream.UpstreamRequest;
import reactor.core.publisher.Mono;

/** One way to ask a backend; layers of protection go around it. */
@FunctionalInterface
public interface Upcall<R extends UpstreamReply> {

    /** The answer, whatever its status; fails with an UpstreamException when there is none. */
    Mono<R> ask(UpstreamRequest request);
}
