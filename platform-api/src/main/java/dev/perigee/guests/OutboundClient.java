package dev.perigee.guests;

import dev.perigee.executor.GuestCallException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends functions' HTTP requests, only to addresses that the policy allows. Redirects are followed
 * one request at a time, so that each passes the same check. Everything is bounded: requests under
 * way, connections and waiting requests per host, response size, time. Cancelling a request closes
 * its connection.
 */
final class OutboundClient implements AutoCloseable {

    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_HEADER_BYTES = 64 << 10;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ConnectionProvider connections;
    private final AddressResolverGroup<InetSocketAddress> resolver;
    private final HttpClient client;
    private final int maxConcurrent;
    private final long maxResponse;
    private final AtomicInteger underWay = new AtomicInteger();

    OutboundClient(HttpProperties properties, AddressResolverGroup<InetSocketAddress> resolver) {
        this.resolver = resolver;
        maxConcurrent = properties.maxConcurrent();
        maxResponse = properties.maxResponse().toBytes();
        connections =
                ConnectionProvider.builder("perigee-guests")
                        .maxConnections(properties.maxConnections())
                        .pendingAcquireMaxCount(properties.maxConcurrent())
                        .pendingAcquireTimeout(Duration.ofMinutes(1))
                        .maxIdleTime(IDLE)
                        .evictInBackground(IDLE)
                        .disposeInactivePoolsInBackground(IDLE, Duration.ofMinutes(1))
                        .build();
        client =
                HttpClient.create(connections)
                        .resolver(resolver)
                        .compress(true)
                        .followRedirect(false)
                        .httpResponseDecoder(spec -> spec.maxHeaderSize(MAX_HEADER_BYTES))
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(properties.connectTimeout().toMillis()))
                        .headers(headers -> headers.set("User-Agent", "Perigee"));
    }

    Mono<OutboundReply> send(OutboundRequest request) {
        return Mono.defer(
                () -> {
                    if (underWay.incrementAndGet() > maxConcurrent) {
                        underWay.decrementAndGet();
                        return Mono.error(overloaded());
                    }
                    return exchange(request, 0)
                            .timeout(request.timeout(), Mono.error(() -> timedOut(request)))
                            .onErrorMap(error -> OutboundFailures.explain(error, request))
                            .doFinally(_ -> underWay.decrementAndGet());
                });
    }

    private Mono<OutboundReply> exchange(OutboundRequest request, int redirects) {
        return client.disableRetry(!request.isIdempotent())
                .headers(headers -> request.headers().forEach(h -> add(headers, h)))
                .request(HttpMethod.valueOf(request.method()))
                .uri(request.target().url())
                .send(body(request))
                .response((response, content) -> reply(request, response, content, redirects))
                .single()
                .flatMap(reply -> follow(request, reply, redirects));
    }

    /** The client's own headers give way to the guest's. */
    private static void add(HttpHeaders headers, Map.Entry<String, String> header) {
        if (header.getKey().equalsIgnoreCase("user-agent")) {
            headers.set(header.getKey(), header.getValue());
        } else {
            headers.add(header.getKey(), header.getValue());
        }
    }

    private static Mono<io.netty.buffer.ByteBuf> body(OutboundRequest request) {
        var body = request.body();
        return body == null ? Mono.empty() : Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body));
    }

    private Flux<OutboundReply> reply(
            OutboundRequest request,
            HttpClientResponse response,
            ByteBufFlux content,
            int redirects) {
        if (response.responseHeaders().getInt("content-length", 0) > maxResponse
                && !request.method().equals("HEAD")) {
            return Flux.error(ResponseBytes.tooLarge(maxResponse));
        }
        return content.asByteArray()
                .reduceWith(() -> new ResponseBytes(maxResponse), ResponseBytes::append)
                .map(bytes -> reply(request, response, bytes, redirects))
                .flux();
    }

    private static OutboundReply reply(
            OutboundRequest request,
            HttpClientResponse response,
            ResponseBytes bytes,
            int redirects) {
        List<Map.Entry<String, String>> headers =
                response.responseHeaders().entries().stream()
                        .filter(header -> !OutboundRequest.belongsToConnection(header.getKey()))
                        .map(header -> Map.entry(header.getKey(), header.getValue()))
                        .collect(Collectors.toUnmodifiableList());
        var status = response.status();
        return new OutboundReply(
                status.code(),
                status.reasonPhrase(),
                headers,
                bytes.toByteArray(),
                request.target().url(),
                redirects > 0);
    }

    private Mono<OutboundReply> follow(
            OutboundRequest request, OutboundReply reply, int redirects) {
        var location = reply.redirectLocation();
        if (location == null || request.redirect() == OutboundRequest.Redirect.MANUAL) {
            return Mono.just(reply);
        }
        if (request.redirect() == OutboundRequest.Redirect.ERROR) {
            return Mono.error(
                    new GuestCallException(
                            "redirected", "the answer redirects to \"" + location + "\"", null));
        }
        if (redirects >= MAX_REDIRECTS) {
            return Mono.error(
                    new GuestCallException(
                            "too_many_redirects",
                            "gave up after " + MAX_REDIRECTS + " redirects",
                            null));
        }
        return exchange(request.redirected(reply.status(), location), redirects + 1);
    }

    private GuestCallException overloaded() {
        return new GuestCallException(
                "overloaded",
                "more than " + maxConcurrent + " HTTP requests are under way; try again later",
                null);
    }

    private static GuestCallException timedOut(OutboundRequest request) {
        return new GuestCallException(
                "timed_out",
                request.target().origin()
                        + " did not answer within "
                        + request.timeout().toMillis()
                        + " ms",
                null);
    }

    @Override
    public void close() {
        connections.dispose();
        resolver.close();
    }
}
