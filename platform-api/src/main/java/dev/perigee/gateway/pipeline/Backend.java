package dev.perigee.gateway.pipeline;

import reactor.core.publisher.Mono;

/** Answers requests: the innermost call, or that call with steps around it. */
@FunctionalInterface
public interface Backend {

    /**
     * The reply, never empty. Fails with {@link dev.perigee.gateway.upstream.UpstreamException}
     * when there is no data at all; cancelling gives up the call.
     */
    Mono<Reply> send(PipelineRequest request);
}
