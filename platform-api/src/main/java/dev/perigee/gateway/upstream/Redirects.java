package dev.perigee.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Follows redirects the way browsers do: 301 to 303 go on with GET and no body, 307 and 308 keep
 * both. Credentials are not told to another host.
 */
final class Redirects {

    private static final int MOST = 10;

    private Redirects() {}

    static Mono<UpstreamReply.Whole> follow(
            String url,
            UpstreamRequest request,
            boolean resendsBody,
            BiFunction<String, UpstreamRequest, Mono<UpstreamReply.Whole>> exchange) {
        return new Journey(resendsBody, exchange).go(url, request, 0);
    }

    private record Journey(
            boolean resendsBody,
            BiFunction<String, UpstreamRequest, Mono<UpstreamReply.Whole>> exchange) {

        Mono<UpstreamReply.Whole> go(String url, UpstreamRequest request, int followed) {
            return exchange.apply(url, request)
                    .flatMap(
                            reply -> {
                                var next = next(url, request, reply);
                                if (next == null) {
                                    return Mono.just(reply);
                                }
                                return followed == MOST
                                        ? Mono.error(
                                                UpstreamException.broken(
                                                        "stopped after "
                                                                + MOST
                                                                + " redirects from "
                                                                + url))
                                        : go(next.url(), next.request(), followed + 1);
                            });
        }

        private @Nullable Next next(
                String url, UpstreamRequest request, UpstreamReply.Whole reply) {
            var location = reply.headers().get(HttpHeaderNames.LOCATION);
            if (location == null || reply.status() < 301 || reply.status() > 308) {
                return null;
            }
            if (reply.status() <= 303) {
                return withoutBody(url, location, request);
            }
            var again = request.body() instanceof Content.None || resendsBody;
            return again && reply.status() >= 307 ? to(url, location, request) : null;
        }

        private static Next withoutBody(String url, String location, UpstreamRequest request) {
            var method = request.method().equals("HEAD") ? "HEAD" : "GET";
            var headers = request.headers().copy().remove(HttpHeaderNames.CONTENT_TYPE);
            return to(
                    url,
                    location,
                    new UpstreamRequest(method, request.target(), headers, Content.None.NONE));
        }

        private static Next to(String url, String location, UpstreamRequest request) {
            try {
                var from = URI.create(url);
                var to = from.resolve(location);
                if (!("http".equals(to.getScheme()) || "https".equals(to.getScheme()))) {
                    throw UpstreamException.broken("redirected to " + location);
                }
                if (String.valueOf(from.getAuthority()).equals(to.getAuthority())) {
                    return new Next(to.toString(), request);
                }
                var headers =
                        request.headers()
                                .copy()
                                .remove(HttpHeaderNames.AUTHORIZATION)
                                .remove(HttpHeaderNames.COOKIE);
                return new Next(
                        to.toString(),
                        new UpstreamRequest(
                                request.method(), request.target(), headers, request.body()));
            } catch (IllegalArgumentException _) {
                throw UpstreamException.broken("redirected to a malformed address");
            }
        }
    }

    private record Next(String url, UpstreamRequest request) {}
}
