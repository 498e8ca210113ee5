package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.pipeline.PipelineSpec.Conflict;
import dev.perigee.gateway.upstream.UpstreamException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Asks one backend after the other; later ones get parameters out of earlier replies, and may
 * depend on them. When the first fails, all fails; when a later one fails or is incomplete, what is
 * there is the reply.
 */
record SequentialMerge(List<Turn> steps, Duration deadline, Conflict conflict) implements Backend {

    /**
     * One backend.
     *
     * @param parameters what it needs of earlier replies
     * @param when whether it is asked
     * @param fanOut asks it for each element of an array; null to ask it once
     */
    record Turn(
            Backend backend,
            List<ReplyParameter> parameters,
            Condition when,
            @Nullable FanOut fanOut) {}

    @Override
    public Mono<Reply> send(PipelineRequest request) {
        return Mono.defer(() -> new Run(this, request).next(0))
                .timeout(deadline, Mono.error(this::late));
    }

    private UpstreamException late() {
        return UpstreamException.timedOut(
                "the sequence took longer than " + deadline.toMillis() + " ms");
    }

    /** One request on its way through the sequence. */
    private static final class Run {

        private final SequentialMerge merge;
        private final PipelineRequest request;
        private final MergedReply merged;
        private final Map<String, String> values;
        private final Reply.Data[] parts;

        Run(SequentialMerge merge, PipelineRequest request) {
            this.merge = merge;
            this.request = request;
            merged = new MergedReply(merge.steps.size(), merge.conflict);
            values = new HashMap<>(request.parameters());
            parts = new Reply.Data[merge.steps.size()];
        }

        Mono<Reply> next(int index) {
            if (index == merge.steps.size()) {
                return finish();
            }
            var step = merge.steps.get(index);
            for (var parameter : step.parameters()) {
                parameter.read(parts, values);
            }
            if (!step.when().holds(values)) {
                merged.skip();
                return next(index + 1);
            }
            return ask(step)
                    .map(Part::answered)
                    .onErrorResume(failure -> Mono.just(new Part.Failed(failure)))
                    .flatMap(part -> take(index, part));
        }

        private Mono<Reply> ask(Turn step) {
            var known = request.withParameters(Map.copyOf(values));
            return step.fanOut() == null
                    ? step.backend().send(known)
                    : step.fanOut().send(known, parts);
        }

        private Mono<Reply> take(int index, Part part) {
            return switch (part) {
                case Part.Failed(var failure) when index == 0 -> Mono.error(failure);
                case Part.Failed(var failure) -> {
                    merged.failed(failure);
                    yield finish();
                }
                case Part.Answered(var data) -> {
                    parts[index] = data.withData(data.data().deepCopy());
                    merged.add(index, data);
                    yield data.complete() ? next(index + 1) : finish();
                }
            };
        }

        private Mono<Reply> finish() {
            return merged.result(
                    () ->
                            UpstreamException.broken(
                                    "the sequence ended early, at an incomplete reply"));
        }
    }

    private sealed interface Part {

        record Answered(Reply.Data data) implements Part {}

        record Failed(Throwable failure) implements Part {}

        static Part answered(Reply reply) {
            return reply instanceof Reply.Data data
                    ? new Answered(data)
                    : new Failed(UpstreamException.broken("an unread reply was merged"));
        }
    }
}
