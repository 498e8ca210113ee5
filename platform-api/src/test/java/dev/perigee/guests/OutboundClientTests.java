package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

class OutboundClientTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final FakeNames names = new FakeNames();
    private final DisposableServer server =
            HttpServer.create()
                    .host("0.0.0.0")
                    .port(0)
                    .doOnChannelInit(
                            (_, channel, _) -> {
                                open.incrementAndGet();
                                opened.incrementAndGet();
                                channel.closeFuture().addListener(_ -> open.decrementAndGet());
                            })
                    .route(this::routes)
                    .bindNow();
    private OutboundClient client = client(5000, "127.0.0.1/32");

    private void routes(HttpServerRoutes routes) {
        routes.route(
                _ -> true,
                (request, response) -> {
                    seen.add(request.method() + " " + request.uri());
                    return switch (request.path()) {
                        case "echo" -> echo(request, response);
                        case "slow" ->
                                response.sendString(
                                        Mono.just("begun").concatWith(Mono.<String>never()));
                        case "late" ->
                                response.sendString(
                                        Mono.just("late").delayElement(Duration.ofMillis(200)));
                        case "big" ->
                                response.sendString(
                                        Flux.range(0, 64).map(_ -> "x".repeat(32 << 10)));
                        case "declared" ->
                                response.header("Content-Length", "2000000")
                                        .sendString(
                                                Mono.just("x").concatWith(Mono.<String>never()));
                        case "bomb" ->
                                response.header("Content-Encoding", "gzip")
                                        .sendByteArray(Mono.just(gzip(4 << 20)));
                        case "zipped" ->
                                response.header("Content-Encoding", "gzip")
                                        .sendByteArray(Mono.just(gzip(10)));
                        case "loop" -> response.sendRedirect("/loop");
                        case "away" ->
                                response.sendRedirect(request.requestHeaders().get("X-Location"));
                        default -> response.sendString(Mono.just("hello"));
                    };
                });
    }

    private static Publisher<Void> echo(HttpServerRequest request, HttpServerResponse response) {
        var headers = request.requestHeaders();
        return response.status(201)
                .addHeader("X-Method", request.method().name())
                .addHeader("X-Agent", headers.get("User-Agent", "none"))
                .addHeader("X-Length", headers.get("Content-Length", "none"))
                .addHeader("Connection", "keep-alive")
                .send(request.receive().retain());
    }

    @AfterEach
    void stop() {
        client.close();
        server.disposeNow();
    }

    @Test
    void sendsAndReceives() {
        var reply = send("/echo", "\"method\":\"POST\"", "body");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.reason()).isEqualTo("Created");
        assertThat(text(reply)).isEqualTo("body");
        assertThat(reply.headers().toString())
                .contains("X-Method=POST", "X-Agent=Perigee", "X-Length=4")
                .doesNotContainIgnoringCase("connection=")
                .doesNotContainIgnoringCase("transfer-encoding");
        assertThat(reply.redirected()).isFalse();
    }

    @Test
    void usesAConnectionAgain() {
        for (var i = 0; i < 5; i++) {
            send("/echo", "\"method\":\"PUT\",\"headers\":[[\"X-A\",\"" + i + "\"]]", "x");
            send("/hello", "\"method\":\"GET\"", null);
        }

        // An answer may be there just before its connection is free again.
        assertThat(opened).hasValueLessThan(5);
    }

    @Test
    void answersTextOrBytes() {
        var reply = send("/hello", "\"method\":\"GET\"", null);

        assertThat(reply.answer(true).json()).contains("\"text\":\"hello\"");
        assertThat(reply.answer(true).attachment()).isNull();
        assertThat(reply.answer(false).json()).doesNotContain("\"text\"");
        assertThat(reply.answer(false).attachment())
                .containsExactly("hello".getBytes(StandardCharsets.UTF_8));
        var bytes = new OutboundReply(200, "OK", List.of(), new byte[] {-1}, "http://h/", false);
        assertThat(bytes.answer(true).attachment()).containsExactly(-1);
    }

    @Test
    void decompresses() {
        assertThat(text(send("/zipped", "\"method\":\"GET\"", null))).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.2",
                "localhost",
                "[::1]",
                "[::ffff:127.0.0.2]",
                "0.0.0.0",
                "2130706434",
                "10.0.0.1",
                "169.254.169.254",
                "mixed-private.test"
            })
    void refusesAddressesThatAreNotPublic(String host) {
        names.put("mixed-private.test", "10.0.0.1", "192.168.0.1");
        names.put("2130706434", "127.0.0.2");
        names.put("localhost", "127.0.0.2", "::1");

        assertThat(failure("http://" + host + ":" + server.port() + "/secret").code())
                .isEqualTo("address_refused");
        assertThat(seen).isEmpty();
    }

    @Test
    void refusesARedirectToAnAddressThatIsNotPublic() {
        var failure = redirected("http://127.0.0.2:" + server.port() + "/secret");

        assertThat(failure.code()).isEqualTo("address_refused");
        assertThat(failure).hasMessageContaining("127.0.0.2");
        assertThat(seen).containsExactly("GET /away");
    }

    @Test
    void connectsOnlyToTheAllowedAddressesOfAName() {
        names.put("mixed.test", "10.0.0.1", "127.0.0.1");

        var reply = client.send(request(url("mixed.test", "/hello"), "\"method\":\"GET\"", null));

        assertThat(text(get(reply))).isEqualTo("hello");
    }

    @Test
    void checksTheAddressOfEveryConnection() {
        names.put("rebind.test", "127.0.0.1");
        var first = request(url("rebind.test", "/hello"), "\"method\":\"GET\"", null);
        assertThat(text(get(client.send(first)))).isEqualTo("hello");

        names.put("rebind.test", "127.0.0.2");
        var other = HttpServer.create().host("127.0.0.2").port(0).bindNow();
        try {
            assertThat(failure("http://rebind.test:" + other.port() + "/").code())
                    .isEqualTo("address_refused");
        } finally {
            other.disposeNow();
        }
    }

    @Test
    void followsRedirects() {
        var reply =
                send(
                        "/away",
                        "\"method\":\"POST\",\"headers\":[[\"X-Location\",\"/hello\"]]",
                        "body");

        assertThat(text(reply)).isEqualTo("hello");
        assertThat(reply.url()).endsWith("/hello");
        assertThat(reply.redirected()).isTrue();
        assertThat(seen).containsExactly("POST /away", "GET /hello");
    }

    @Test
    void leavesRedirectsToTheGuestWhenAsked() {
        var manual =
                send(
                        "/away",
                        "\"redirect\":\"manual\",\"headers\":[[\"X-Location\",\"/hello\"]]",
                        null);

        assertThat(manual.status()).isEqualTo(302);
        assertThat(manual.redirectLocation()).isEqualTo("/hello");
    }

    @Test
    void givesUpAfterFiveRedirects() {
        assertThat(failure(url("127.0.0.1", "/loop")).code()).isEqualTo("too_many_redirects");
        assertThat(seen).hasSize(6);
    }

    @Test
    void timesOutWhileTheBodyIsSlowAndClosesTheConnection() {
        var request =
                request(url("127.0.0.1", "/slow"), "\"method\":\"GET\",\"timeout_ms\":200", null);

        var failure =
                catchThrowableOfType(
                        GuestCallException.class, () -> client.send(request).block(SOON));

        assertThat(failure.code()).isEqualTo("timed_out");
        assertThat(failure).hasMessageEndingWith("did not answer within 200 ms");
        await().atMost(SOON).untilAsserted(() -> assertThat(open).hasValue(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/big", "/declared", "/bomb"})
    void refusesALargeBodyAndClosesTheConnection(String path) {
        assertThat(failure(url("127.0.0.1", path)).code()).isEqualTo("response_too_large");

        await().atMost(SOON).untilAsserted(() -> assertThat(open).hasValue(0));
    }

    @Test
    void cancellingClosesTheConnection() {
        var call =
                client.send(request(url("127.0.0.1", "/slow"), "\"method\":\"GET\"", null))
                        .subscribe();
        await().atMost(SOON).until(() -> seen.contains("GET /slow"));

        call.dispose();

        await().atMost(SOON).untilAsserted(() -> assertThat(open).hasValue(0));
    }

    @Test
    void carriesAThousandRequestsAtTheSameTime() {
        var request = request(url("127.0.0.1", "/late"), "\"method\":\"GET\"", null);
        var started = System.nanoTime();

        var count =
                Flux.range(0, 1000)
                        .flatMap(_ -> client.send(request), 1000)
                        .filter(reply -> text(reply).equals("late"))
                        .count()
                        .block(SOON);

        assertThat(count).isEqualTo(1000);
        // One after the other they would take 200 s; in two waves at least 400 ms.
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
    }

    @Test
    void refusesMoreThanItsShare() {
        client.close();
        client = client(1, "127.0.0.1/32");
        var slow =
                client.send(request(url("127.0.0.1", "/slow"), "\"method\":\"GET\"", null))
                        .subscribe();

        assertThat(failure(url("127.0.0.1", "/hello")).code()).isEqualTo("overloaded");
        slow.dispose();
        assertThat(text(send("/hello", "\"method\":\"GET\"", null))).isEqualTo("hello");
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        var closedPort = HttpServer.create().host("127.0.0.1").port(0).bindNow();
        closedPort.disposeNow();

        assertThat(failure("http://127.0.0.1:" + closedPort.port() + "/").code())
                .isEqualTo("connect_failed");
        assertThat(failure("http://nowhere.test/").code()).isEqualTo("unknown_host");
        assertThat(failure("https://127.0.0.1:" + server.port() + "/").code())
                .isEqualTo("tls_failed");
    }

    private OutboundClient client(int maxConcurrent, String... allowed) {
        var properties =
                new HttpProperties(
                        false,
                        List.of(allowed),
                        maxConcurrent,
                        2000,
                        DataSize.ofMegabytes(1),
                        Duration.ofSeconds(2));
        var policy = new AddressPolicy(false, properties.allowedNetworks());
        return new OutboundClient(properties, new GuardedResolverGroup(names, policy));
    }

    private String url(String host, String path) {
        return "http://" + host + ":" + server.port() + path;
    }

    private OutboundReply send(String path, String more, @Nullable String body) {
        return get(client.send(request(url("127.0.0.1", path), more, body)));
    }

    private GuestCallException redirected(String location) {
        var headers = "\"headers\":[[\"X-Location\",\"" + location + "\"]]";
        var request = request(url("127.0.0.1", "/away"), headers, null);
        return catchThrowableOfType(
                GuestCallException.class, () -> client.send(request).block(SOON));
    }

    private GuestCallException failure(String url) {
        var request = request(url, "\"method\":\"GET\"", null);
        return catchThrowableOfType(
                GuestCallException.class, () -> client.send(request).block(SOON));
    }

    private static OutboundReply get(Mono<OutboundReply> reply) {
        return Objects.requireNonNull(reply.block(SOON));
    }

    private static OutboundRequest request(String url, String more, @Nullable String body) {
        var json = "{\"url\":\"" + url + "\"," + more + "}";
        var bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        return OutboundRequest.of(Arguments.of(new Call("http.request", json, null)), bytes, SOON);
    }

    private static String text(OutboundReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private static byte[] gzip(int size) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(new byte[size]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
