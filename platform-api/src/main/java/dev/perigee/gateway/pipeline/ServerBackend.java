package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.upstream.Balancer;
import dev.perigee.gateway.upstream.HttpUpstream;
import dev.perigee.gateway.upstream.UpstreamRequest;
import reactor.core.publisher.Mono;

/** Asks an HTTP server and reads its answer. */
record ServerBackend(
        Balancer balancer, HttpUpstream upstream, ReplyReader reader, boolean resendsBody)
        implements Backend {

    @Override
    public Mono<Reply> send(PipelineRequest request) {
        var asked = asked(request);
        if (!asked.headers().contains("accept-encoding")) {
            asked.headers().set("accept-encoding", "gzip");
        }
        return balancer.call(
                host ->
                        upstream.call(host, asked, resendsBody)
                                .map(reply -> reader.read(reply, host + asked.target())));
    }

    static UpstreamRequest asked(PipelineRequest request) {
        return new UpstreamRequest(
                request.method(),
                QueryString.append(request.target(), request.query()),
                request.headers().copy(),
                request.body());
    }

    /** Asks an HTTP server and passes its answer on unread. */
    record Passing(Balancer balancer, HttpUpstream upstream) implements Backend {

        @Override
        public Mono<Reply> send(PipelineRequest request) {
            var asked = asked(request);
            return balancer.call(host -> upstream.stream(host, asked).map(Reply.Passed::new));
        }
    }
}
