package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.encoding.Decoder;
import dev.perigee.gateway.encoding.DecodingException;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.pipeline.BackendSpec.PassOn;
import dev.perigee.gateway.pipeline.BackendSpec.StatusRule;
import dev.perigee.gateway.upstream.Headers;
import dev.perigee.gateway.upstream.UpstreamException;
import dev.perigee.gateway.upstream.UpstreamReply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Makes data of a backend's answer: status rule, decoding, shape. */
final class ReplyReader {

    private final String what;
    private final Decoder decoder;
    private final boolean collection;
    private final StatusRule status;
    private final PassOn passOn;
    private final UnaryOperator<ObjectNode> shape;

    /**
     * @param what method and pattern, for messages
     */
    ReplyReader(String what, BackendSpec.Reading reading, Decoder decoder) {
        this.what = what;
        this.decoder = decoder;
        collection = reading.collection();
        status = reading.status();
        passOn = reading.passOn();
        shape = reading.shape().compile();
    }

    Reply read(UpstreamReply.Whole reply, String url) {
        if (!status.accepts(reply.status())) {
            return refused(reply, url);
        }
        return new Reply.Data(
                decoded(reply),
                true,
                passOn.status() ? reply.status() : 200,
                passOn.headers().headers(reply.headers()),
                List.of());
    }

    private ObjectNode decoded(UpstreamReply.Whole reply) {
        if (reply.body().length == 0 && (reply.status() == 204 || reply.status() == 304)) {
            return Json.object();
        }
        try {
            return shape.apply(decoder.decode(reply.body(), collection));
        } catch (DecodingException malformed) {
            throw UpstreamException.broken(what + " answered: " + malformed.getMessage());
        }
    }

    private Reply refused(UpstreamReply.Whole reply, String url) {
        if (!status.details().isEmpty()) {
            return new Reply.Data(details(reply), false, 200, Headers.create(), List.of());
        }
        if (status.returned()) {
            throw UpstreamException.answered(
                    reply.status(), new String(reply.body(), StandardCharsets.UTF_8));
        }
        throw UpstreamException.broken(
                "invalid status code " + reply.status() + " [" + what + "]: " + url);
    }

    private ObjectNode details(UpstreamReply.Whole reply) {
        var type = reply.headers().get("content-type");
        var details = Json.object().put("http_status_code", reply.status());
        if (reply.body().length > 0) {
            details.put("http_body", new String(reply.body(), StandardCharsets.UTF_8));
        }
        if (type != null) {
            details.put("http_body_encoding", type);
        }
        var data = Json.object();
        data.set("error_" + status.details(), details);
        return data;
    }
}
