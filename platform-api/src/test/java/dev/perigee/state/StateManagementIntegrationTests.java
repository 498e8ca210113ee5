package dev.perigee.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.Answers;
import dev.perigee.PlatformTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

@PlatformTest
class StateManagementIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired WebTestClient client;

    @LocalServerPort int port;

    private String prefix;

    @BeforeEach
    void choosePrefix() {
        prefix = "p" + UUID.randomUUID().toString().substring(0, 8) + "/";
    }

    private WebTestClient.ResponseSpec put(String key, String body) {
        return client.put()
                .uri("/api/v1/state/{key}", prefix + key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private long version(String key, String body) {
        return Answers.json(put(key, body).expectStatus().isOk()).path("version").asLong();
    }

    @Test
    void readsWhatWasWrittenAndDeletesIt() {
        put("a b", "{\"value\":{\"z\":1.10,\"a\":[]}}").expectStatus().isOk();

        client.get()
                .uri("/api/v1/state/{key}", prefix + "a b")
                .exchange()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("\"value\":{\"z\":1.10,\"a\":[]}"));
        client.delete()
                .uri("/api/v1/state/{key}", prefix + "a b")
                .exchange()
                .expectStatus()
                .isNoContent();
        client.get()
                .uri("/api/v1/state/{key}", prefix + "a b")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/state-not-found");
        client.delete()
                .uri("/api/v1/state/{key}", prefix + "a b")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void writesOnlyOverTheExpectedVersion() {
        var first = version("k", "{\"value\":1,\"expectedVersion\":0}");
        put("k", "{\"value\":2,\"expectedVersion\":0}").expectStatus().isEqualTo(409);
        var second = version("k", "{\"value\":2,\"expectedVersion\":" + first + "}");
        put("k", "{\"value\":3,\"expectedVersion\":" + first + "}").expectStatus().isEqualTo(409);
        client.delete()
                .uri("/api/v1/state/{key}?expectedVersion={v}", prefix + "k", first)
                .exchange()
                .expectStatus()
                .isEqualTo(409);
        client.delete()
                .uri("/api/v1/state/{key}?expectedVersion={v}", prefix + "k", second)
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    @Test
    void ofManyThatCompareAndSetAtOnceOneWins() {
        var first = version("k", "{\"value\":0}");

        var statuses =
                Flux.range(1, 8)
                        .flatMap(
                                n ->
                                        Flux.defer(
                                                        () ->
                                                                Flux.just(
                                                                        put(
                                                                                        "k",
                                                                                        "{\"value\":"
                                                                                                + n
                                                                                                + ",\"expectedVersion\":"
                                                                                                + first
                                                                                                + "}")
                                                                                .returnResult(
                                                                                        String
                                                                                                .class)
                                                                                .getStatus()
                                                                                .value()))
                                                .subscribeOn(Schedulers.boundedElastic()))
                        .collectList()
                        .block(SOON);

        assertThat(statuses).containsOnlyOnce(200).filteredOn(s -> s == 409).hasSize(7);
    }

    @Test
    void listsByPrefixPageAfterPage() {
        for (var n = 0; n < 5; n++) {
            put("x" + n, "{\"value\":" + n + "}").expectStatus().isOk();
        }
        put("y", "{\"value\":9}").expectStatus().isOk();

        var seen = new ArrayList<String>();
        var next = "/api/v1/state?limit=2&prefix=" + prefix.replace("/", "%2F") + "x";
        while (!next.isEmpty()) {
            var answer =
                    client.get()
                            .uri(URI.create("http://localhost:" + port + next))
                            .exchange()
                            .expectStatus()
                            .isOk()
                            .expectBody(JsonNode.class)
                            .returnResult();
            Objects.requireNonNull(answer.getResponseBody())
                    .forEach(entry -> seen.add(entry.path("key").asString()));
            var link = answer.getResponseHeaders().getFirst(HttpHeaders.LINK);
            next = link == null ? "" : link.substring(1, link.indexOf('>'));
        }

        assertThat(seen)
                .containsExactly(
                        prefix + "x0", prefix + "x1", prefix + "x2", prefix + "x3", prefix + "x4");
    }

    @Test
    void refusesWhatCannotBeStored() {
        for (var body :
                List.of(
                        "",
                        "1",
                        "{}",
                        "[]",
                        "{\"value\":1,\"version\":2}",
                        "{\"value\":1,\"ttlMs\":\"1\"}",
                        "{\"value\":1,\"ttlMs\":0}",
                        "{\"value\":1,\"expectedVersion\":1.5}",
                        "{\"value\":\"" + "x".repeat(1 << 20) + "\"}")) {
            put("bad", body).expectStatus().isBadRequest();
        }
        put("k".repeat(1100), "{\"value\":1}").expectStatus().isBadRequest();
        client.get().uri("/api/v1/state?namespace=a b").exchange().expectStatus().isBadRequest();
        client.get()
                .uri("/api/v1/state/{key}", prefix + "bad")
                .exchange()
                .expectStatus()
                .isNotFound();
    }
}
