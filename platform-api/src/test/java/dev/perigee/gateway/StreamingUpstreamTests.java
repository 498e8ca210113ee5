package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** Server-sent events of a real backend, through a pipeline that passes them on. */
class StreamingUpstreamTests {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final Sinks.Many<String> events = Sinks.many().multicast().directBestEffort();
    private final AtomicInteger listening = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private final DisposableServer backend =
            HttpServer.create()
                    .host("127.0.0.1")
                    .port(0)
                    .route(routes -> routes.get("/events", (_, response) -> sse(response)))
                    .bindNow();
    private final TestGateway gateway =
            TestGateway.development(
                    "GET /events {\"output\":\"no-op\",\"timeout\":\"2s\",\"backends\":[{\"host\":\"http://127.0.0.1:%d\",\"path\":\"/events\",\"encoding\":\"no-op\"}]}"
                            .formatted(backend.port()));

    @AfterEach
    void stop() {
        gateway.close();
        backend.disposeNow();
    }

    private Publisher<Void> sse(HttpServerResponse response) {
        return response.sse()
                .sendString(
                        events.asFlux()
                                .doOnSubscribe(_ -> listening.incrementAndGet())
                                .doFinally(_ -> listening.decrementAndGet()),
                        StandardCharsets.UTF_8)
                .then();
    }

    private HttpResponse<InputStream> listen() throws Exception {
        return client.send(
                HttpRequest.newBuilder(gateway.uri("/events")).build(),
                BodyHandlers.ofInputStream());
    }

    private static String read(InputStream body, int length) throws Exception {
        return new String(body.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void eventsArriveAsTheyAreSent() throws Exception {
        var answer = listen();

        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        await().atMost(SOON).until(() -> listening.get() == 1);
        try (var body = answer.body()) {
            for (var at = 0; at < 5; at++) {
                events.tryEmitNext("data: " + at + "\n\n").orThrow();

                assertThat(read(body, 9)).isEqualTo("data: " + at + "\n\n");
            }
        }
        await().atMost(SOON).until(() -> listening.get() == 0);
    }

    @Test
    void aStreamOutlastsTheTimeoutOfItsPipeline() throws Exception {
        var answer = listen();
        await().pollDelay(Duration.ofMillis(2_300)).until(() -> true);

        events.tryEmitNext("data: late\n\n").orThrow();

        try (var body = answer.body()) {
            assertThat(read(body, 10)).isEqualTo("data: late");
        }
    }

    @Test
    void clientsThatLeaveReleaseTheBackend() throws Exception {
        for (var round = 0; round < 20; round++) {
            var answer = listen();
            await().atMost(SOON).until(() -> listening.get() == 1);

            answer.body().close();

            await().atMost(SOON).until(() -> listening.get() == 0);
        }
    }
}
