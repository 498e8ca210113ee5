package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.upstream.UpstreamException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks all backends at once and merges what came before the deadline. */
record ParallelMerge(List<Backend> backends, Duration deadline, PipelineSpec.Conflict conflict)
        implements Backend {

    @Override
    public Mono<Reply> send(PipelineRequest request) {
        return Flux.range(0, backends.size())
                .flatMap(index -> part(index, request), backends.size())
                .takeUntilOther(Mono.delay(deadline))
                .collect(() -> new MergedReply(backends.size(), conflict), Part::addTo)
                .flatMap(merged -> merged.result(late()));
    }

    private UpstreamException late() {
        return UpstreamException.timedOut(
                "not all backends answered within " + deadline.toMillis() + " ms");
    }

    private Mono<Part> part(int index, PipelineRequest request) {
        return backends.get(index)
                .send(request)
                .map(reply -> new Part(index, reply, null))
                .onErrorResume(failure -> Mono.just(new Part(index, null, failure)));
    }

    /** What came of one backend: a reply or a failure. */
    private record Part(int index, @Nullable Reply reply, @Nullable Throwable failure) {

        static void addTo(MergedReply merged, Part part) {
            if (part.reply instanceof Reply.Data data) {
                merged.add(part.index, data);
            } else {
                merged.failed(
                        Objects.requireNonNullElseGet(
                                part.failure,
                                () -> UpstreamException.broken("an unread reply was merged")));
            }
        }
    }
}
