package dev.perigee.gateway.pipeline;

import dev.perigee.executor.FunctionId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks a function and reads what it answers. */
record FunctionBackend(FunctionId function, FunctionCalls calls, @Nullable ReplyReader reader)
        implements Backend {

    @Override
    public Mono<Reply> send(PipelineRequest request) {
        return calls.call(function, request)
                .map(
                        reply ->
                                reader == null
                                        ? new Reply.Passed(reply)
                                        : reader.read(reply, "function:" + function.name()));
    }
}
