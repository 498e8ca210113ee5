package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.resilience.Upcall;
import dev.perigee.gateway.upstream.UpstreamReply;
import dev.perigee.gateway.upstream.UpstreamRequest;
import reactor.core.publisher.Mono;

/** Asks an HTTP server and reads its answer. */
record ServerBackend(Upcall<UpstreamReply.Whole> upcall, ReplyReader reader) implements Backend {

    @Override
    public Mono<Reply> send(PipelineRequest request) {
        var asked = asked(request);
        if (!asked.headers().contains("accept-encoding")) {
            asked.headers().set("accept-encoding", "gzip");
        }
        return upcall.ask(asked).map(reply -> reader.read(reply, reply.url()));
    }

    static UpstreamRequest asked(PipelineRequest request) {
        return new UpstreamRequest(
                request.method(),
                QueryString.append(request.target(), request.query()),
                request.headers().copy(),
                request.body());
    }

    /** Asks an HTTP server and passes its answer on unread. */
    record Passing(Upcall<UpstreamReply> upcall) implements Backend {

        @Override
        public Mono<Reply> send(PipelineRequest request) {
            return upcall.ask(asked(request)).map(Reply.Passed::new);
        }
    }
}
