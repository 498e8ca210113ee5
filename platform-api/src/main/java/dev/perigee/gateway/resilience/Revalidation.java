package dev.perigee.gateway.resilience;

import dev.perigee.gateway.upstream.Headers;
import dev.perigee.gateway.upstream.UpstreamReply.Whole;
import dev.perigee.gateway.upstream.UpstreamRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/** Asks a backend whether an answer that is kept is still right (RFC 9111, 4.3). */
final class Revalidation {

    private Revalidation() {}

    static boolean isPossible(Whole reply) {
        return reply.headers().contains(HttpHeaderNames.ETAG)
                || reply.headers().contains(HttpHeaderNames.LAST_MODIFIED);
    }

    /** The request with the conditions for this answer; null when it has nothing to ask by. */
    static @Nullable UpstreamRequest question(UpstreamRequest request, Whole known) {
        if (!isPossible(known)) {
            return null;
        }
        var headers = request.headers().copy();
        var tag = known.headers().get(HttpHeaderNames.ETAG);
        var modified = known.headers().get(HttpHeaderNames.LAST_MODIFIED);
        if (tag != null) {
            headers.set(HttpHeaderNames.IF_NONE_MATCH, tag);
        }
        if (modified != null) {
            headers.set(HttpHeaderNames.IF_MODIFIED_SINCE, modified);
        }
        return new UpstreamRequest(request.method(), request.target(), headers, request.body());
    }

    /** The answer that was kept, with what the confirmation says anew about it. */
    static Whole renewed(Whole known, Whole confirmation) {
        var headers = known.headers().copy();
        headers.remove(HttpHeaderNames.AGE);
        for (var name : confirmation.headers().names()) {
            if (!name.equalsIgnoreCase("content-length")
                    && !name.equalsIgnoreCase("content-encoding")
                    && !name.equalsIgnoreCase("content-type")
                    && !Headers.isHopByHop(name)) {
                headers.set(name, confirmation.headers().getAll(name));
            }
        }
        return new Whole(known.status(), headers, known.body(), known.url());
    }
}
