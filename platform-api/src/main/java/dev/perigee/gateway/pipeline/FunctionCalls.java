package dev.perigee.gateway.pipeline;

import dev.perigee.executor.FunctionId;
import dev.perigee.gateway.upstream.UpstreamReply;
import reactor.core.publisher.Mono;

/** Calls functions as if they were HTTP backends. */
@FunctionalInterface
public interface FunctionCalls {

    /** What the function answers: its value as JSON with 200, or the status of its failure. */
    Mono<UpstreamReply.Whole> call(FunctionId function, PipelineRequest request);
}
