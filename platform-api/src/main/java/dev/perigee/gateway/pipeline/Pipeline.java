package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.encoding.Renderer;
import reactor.core.publisher.Mono;

/** A compiled pipeline; immutable, used by many requests at a time. */
public final class Pipeline {

    private final PipelineSpec spec;
    private final Backend backend;
    private final Renderer renderer;
    private final boolean streaming;

    Pipeline(PipelineSpec spec, Backend backend, Renderer renderer, boolean streaming) {
        this.spec = spec;
        this.backend = backend;
        this.renderer = renderer;
        this.streaming = streaming;
    }

    public PipelineSpec spec() {
        return spec;
    }

    /** What writes the data of a {@link Reply.Data}. */
    public Renderer renderer() {
        return renderer;
    }

    /** Whether a request's body can pass through as it comes; else it has to be here whole. */
    public boolean isStreaming() {
        return streaming;
    }

    /** Runs the request through; never empty, fails when there is no data at all. */
    public Mono<Reply> run(PipelineRequest request) {
        return backend.send(request);
    }

    /** Gives up a reply that nobody will read. */
    public static void discard(Reply.Passed passed) {
        passed.reply().discard();
    }
}
