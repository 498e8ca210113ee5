package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.upstream.Headers;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Adds the configured data, also in place of a failure when the configuration says so. */
record StaticsStep(PipelineSpec.Statics statics) implements Step {

    @Override
    public Backend around(Backend next) {
        return request ->
                next.send(request)
                        .map(reply -> reply instanceof Reply.Data data ? added(data) : reply)
                        .onErrorResume(this::instead);
    }

    private Reply added(Reply.Data reply) {
        var applies =
                switch (statics.when()) {
                    case ALWAYS -> true;
                    case SUCCESS -> reply.failures().isEmpty();
                    case ERRORED -> !reply.failures().isEmpty();
                    case COMPLETE -> reply.failures().isEmpty() && reply.complete();
                    case INCOMPLETE -> !reply.complete();
                };
        if (applies) {
            reply.data().setAll(statics.data().deepCopy());
        }
        return reply;
    }

    private Mono<Reply> instead(Throwable failure) {
        return switch (statics.when()) {
            case SUCCESS, COMPLETE -> Mono.error(failure);
            case ALWAYS, ERRORED, INCOMPLETE -> {
                var data = Json.object();
                data.setAll(statics.data().deepCopy());
                yield Mono.just(
                        new Reply.Data(
                                data,
                                false,
                                200,
                                Headers.create(),
                                new ArrayList<>(List.of(failure))));
            }
        };
    }
}
