package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.upstream.Headers;
import dev.perigee.gateway.upstream.UpstreamReply;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a backend, or a whole pipeline, answers. */
public sealed interface Reply {

    /**
     * Data that can be merged. Whoever has it may change it.
     *
     * @param complete whether everything that was asked for is there
     * @param status what the client gets
     * @param headers what the client gets besides
     * @param failures what went wrong all the same
     */
    record Data(
            ObjectNode data,
            boolean complete,
            int status,
            HttpHeaders headers,
            List<Throwable> failures)
            implements Reply {

        static Data of(ObjectNode data, boolean complete) {
            return new Data(data, complete, 200, Headers.create(), List.of());
        }

        Data withData(ObjectNode newData) {
            return new Data(newData, complete, status, headers, failures);
        }

        Data incomplete(List<Throwable> newFailures) {
            return new Data(data, false, status, headers, newFailures);
        }
    }

    /** A backend's answer that passes through as it comes. */
    record Passed(UpstreamReply reply) implements Reply {}
}
