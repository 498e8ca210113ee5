package dev.perigee.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.Answers;
import dev.perigee.PlatformTest;
import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.postgres.PostgresEventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

@PlatformTest
class EventManagementIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PROBLEMS = "https://perigee.dev/problems/";

    @Autowired WebTestClient client;
    @Autowired EventTails tails;
    @Autowired PostgresEventLog log;

    private String topic;

    @BeforeEach
    void createTopic() {
        topic = "t" + UUID.randomUUID().toString().substring(0, 8);
        create(Map.of("name", topic, "partitions", 4)).expectStatus().isCreated();
    }

    private WebTestClient.ResponseSpec create(Map<String, ?> body) {
        return client.post().uri("/api/v1/topics").bodyValue(body).exchange();
    }

    private WebTestClient.ResponseSpec append(String body) {
        return client.post()
                .uri("/api/v1/topics/" + topic + "/events")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private JsonNode read(String query) {
        return Answers.json(get(query));
    }

    private void refuses(WebTestClient.ResponseSpec answer, int status, String type) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo(PROBLEMS + type);
    }

    @Test
    void refusesATopicThatCannotBe() {
        refuses(create(Map.of("name", topic)), 409, "topic-exists");
        refuses(create(Map.of("name", "a b")), 400, "invalid-request");
        refuses(create(Map.of("name", topic + "x", "partitions", 257)), 400, "invalid-request");
        refuses(
                create(Map.of("name", topic + "x", "schema", Map.of("type", "objekt"))),
                400,
                "invalid-schema");
        refuses(create(Map.of("name", topic + "x", "schema", "text")), 400, "invalid-request");
        refuses(
                create(Map.of("name", topic + "x", "retention", Map.of("ageMs", -1))),
                400,
                "invalid-request");
    }

    @Test
    void changesAndDeletesATopic() {
        var path = "/api/v1/topics/" + topic;
        client.patch()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"retention\":{\"ageMs\":86400000},\"schema\":{\"type\":\"object\"}}")
                .exchange()
                .expectBody()
                .jsonPath("$.retention.ageMs")
                .isEqualTo(86400000)
                .jsonPath("$.schema.type")
                .isEqualTo("object")
                .jsonPath("$.events.ranges.length()")
                .isEqualTo(4);
        refuses(append("{\"payload\":1}"), 400, "invalid-event");
        client.patch()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"schema\":null}")
                .exchange()
                .expectBody()
                .jsonPath("$.schema")
                .doesNotExist()
                .jsonPath("$.retention.ageMs")
                .isEqualTo(86400000);
        append("{\"payload\":1}").expectStatus().isCreated();
        client.get()
                .uri("/api/v1/topics?limit=1000")
                .exchange()
                .expectBody()
                .jsonPath("$[?(@.name=='" + topic + "')].events.appended")
                .isEqualTo(1);
        client.delete().uri(path).exchange().expectStatus().isNoContent();
        refuses(client.get().uri(path).exchange(), 404, "topic-not-found");
        refuses(client.delete().uri(path).exchange(), 404, "topic-not-found");
    }

    @Test
    void keepsWhatATriggerHasNotReadUnlessTold() {
        var kept = topic + "-kept";
        create(Map.of("name", kept, "partitions", 1, "retention", Map.of("ageMs", 1)))
                .expectStatus()
                .isCreated();
        unreadBy(kept);
        var trim = "/api/v1/topics/" + kept + "/trim";

        var held = Answers.json(client.post().uri(trim).exchange().expectStatus().isOk());
        assertThat(held).hasToString("{\"segments\":0,\"heldBy\":\"" + kept + "\"}");
        assertThat(keptEvents(kept)).isEqualTo(1);

        var forced =
                Answers.json(client.post().uri(trim).bodyValue(Map.of("force", true)).exchange());
        assertThat(forced).hasToString("{\"segments\":1}");
        assertThat(keptEvents(kept)).isZero();
        refuses(
                client.post().uri("/api/v1/topics/none-such/trim").exchange(),
                404,
                "topic-not-found");
    }

    /** A segment that is over, with an event that a trigger of the topic's name has not read. */
    private void unreadBy(String name) {
        client.put()
                .uri("/api/v1/functions/" + name)
                .bodyValue(Map.of("runtime", "lua", "source", "return function() error('no') end"))
                .exchange()
                .expectStatus()
                .isCreated();
        var trigger = Map.of("name", name, "topic", name, "function", name);
        client.post().uri("/api/v1/triggers").bodyValue(trigger).exchange();
        client.post().uri("/api/v1/triggers/" + name + "/pause").exchange().expectStatus().isOk();
        client.post()
                .uri("/api/v1/topics/" + name + "/events")
                .bodyValue(Map.of("payload", 1))
                .exchange()
                .expectStatus()
                .isCreated();
        log.lookAfterSegments(SegmentUpkeep.Limits.DEFAULT, false).block(SOON);
    }

    private int keptEvents(String name) {
        return Answers.json(client.get().uri("/api/v1/topics/" + name).exchange())
                .at("/events/kept")
                .asInt();
    }

    @Test
    void ofTwoThatCreateAtOnceOneWins() {
        var name = topic + "-both";
        var statuses =
                Flux.range(0, 6)
                        .parallel(6)
                        .runOn(Schedulers.boundedElastic())
                        .map(
                                _ ->
                                        create(Map.of("name", name))
                                                .returnResult(String.class)
                                                .getStatus()
                                                .value())
                        .sequential()
                        .collectList()
                        .block(SOON);

        assertThat(statuses).containsOnlyOnce(201).filteredOn(s -> s == 409).hasSize(5);
    }

    @Test
    void keepsThePayloadAsItWasSent() {
        append(
                        """
                        [{"key":"a/b","payload":{"z":1.10,"a":12345678901234567890},"headers":{"h":"v"}},
                         {"key":"a/b","payload":null}]\
                        """)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.appended.length()")
                .isEqualTo(2);

        var body =
                client.get()
                        .uri("/api/v1/topics/" + topic + "/events?key=a/b&from=0")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();

        assertThat(body)
                .contains("{\"z\":1.10,\"a\":12345678901234567890}")
                .contains("\"headers\":{\"h\":\"v\"}")
                .contains("\"payload\":null");
    }

    @Test
    void namesEveryFaultAndStoresNothing() {
        append("[{\"payload\":1},{\"key\":7,\"payload\":1},{\"id\":\"x\",\"topic\":1}]")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[?(@.pointer=='/1/key')].detail")
                .isEqualTo("The field \"key\" must be a string")
                .jsonPath("$.errors[?(@.pointer=='/2/id')]")
                .exists()
                .jsonPath("$.errors[?(@.pointer=='/2/topic')]")
                .exists()
                .jsonPath("$.errors[?(@.pointer=='/2/payload')]")
                .exists();
        for (var body :
                List.of("", "{", "[]", "1", "\"x\"", "{}", "{\"payload\":1}{}", "[1]", "{\"a\"")) {
            refuses(append(body), 400, "invalid-request");
        }
        refuses(append("{\"payload\":\"" + "x".repeat(1 << 20) + "\"}"), 413, "event-too-large");
        refuses(append("{\"payload\":\"" + "x".repeat(33 << 20) + "\"}"), 413, "too-large");
        refuses(
                append("{\"key\":\"" + "k".repeat(1025) + "\",\"payload\":1}"),
                413,
                "event-too-large");
        refuses(append("{\"key\":\"\\u0000\",\"payload\":1}"), 400, "invalid-event");
        append("[{\"payload\":1},{\"payload\":\"" + "x".repeat(1 << 20) + "\"}]")
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/1/payload");
        client.post()
                .uri("/api/v1/topics/none-such/events")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"payload\":1}")
                .exchange()
                .expectStatus()
                .isNotFound();

        assertThat(read("").path("events")).isEmpty();
    }

    @Test
    void appendsOnceForAnIdempotencyKey() {
        assertThat(once("key-1", "{\"payload\":1}")).isEqualTo(once("key-1", "{\"payload\":1}"));
        assertThat(read("").path("events")).hasSize(1);
        refuses(onceRequest("key-1", "{\"payload\":2}"), 409, "idempotency-key-reused");
        refuses(onceRequest("k".repeat(201), "{\"payload\":2}"), 400, "invalid-request");
        assertThat(read("").path("events")).hasSize(1);
    }

    private String once(String key, String body) {
        return Answers.text(onceRequest(key, body));
    }

    private WebTestClient.ResponseSpec onceRequest(String key, String body) {
        return client.post()
                .uri("/api/v1/topics/" + topic + "/events")
                .header("Idempotency-Key", key)
                .header(
                        "traceparent",
                        "00-" + UUID.randomUUID().toString().replace("-", "") + "-01")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    @Test
    void pagesFromTheNewestToTheOldest() {
        appendNumbers(0, 30);
        appendNumbers(30, 60);
        appendNumbers(60, 95);

        var seen = new ArrayList<Integer>();
        var times = new ArrayList<String>();
        var cursor = "";
        do {
            var page = read("?limit=20" + (cursor.isEmpty() ? "" : "&before=" + cursor));
            assertThat(page.path("events").size()).isLessThanOrEqualTo(20);
            page.path("events").forEach(e -> seen.add(e.path("payload").asInt()));
            page.path("events").forEach(e -> times.add(e.path("appendedAt").asString()));
            cursor = page.path("older").asString("");
        } while (!cursor.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().hasSize(95);
        assertThat(times.stream().map(Instant::parse).toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void readsForwardsByOffsetTimeAndKey() {
        appendNumbers(0, 40);
        var first = read("?key=k3&from=0");
        var partition = first.path("partition").asInt();

        assertThat(payloads(first)).containsExactly(3, 10, 17, 24, 31, 38);
        assertThat(payloads(read("?key=k3"))).containsExactly(38, 31, 24, 17, 10, 3);
        var page = read("?key=k3&from=0&limit=2");
        assertThat(payloads(page)).containsExactly(3, 10);
        assertThat(payloads(read("?key=k3&limit=2&from=" + page.path("next").asLong())))
                .containsExactly(17, 24);
        assertThat(read("?partition=" + partition + "&since=2999-01-01T00:00:00Z").path("events"))
                .isEmpty();
        assertThat(
                        read("?partition=" + partition + "&since=2020-01-01T00:00:00Z")
                                .path("events")
                                .size())
                .isEqualTo((int) first.path("end").asLong());
        for (var bad :
                List.of(
                        "?from=0",
                        "?partition=x",
                        "?since=now&partition=0",
                        "?limit=0",
                        "?limit=1001",
                        "?before=1,2",
                        "?before=-1,0,0,0")) {
            refuses(get(bad), 400, "invalid-request");
        }
        refuses(get("?partition=" + partition + "&from=1000"), 400, "offset-out-of-range");
        refuses(get("?partition=" + partition + "&from=-1"), 400, "offset-out-of-range");
        refuses(get("?partition=9"), 404, "topic-not-found");
    }

    private WebTestClient.ResponseSpec get(String query) {
        return client.get().uri("/api/v1/topics/" + topic + "/events" + query).exchange();
    }

    private static List<Integer> payloads(JsonNode page) {
        var payloads = new ArrayList<Integer>();
        page.path("events").forEach(event -> payloads.add(event.path("payload").asInt()));
        return payloads;
    }

    private void appendNumbers(int from, int to) {
        var events =
                IntStream.range(from, to)
                        .mapToObj(n -> "{\"key\":\"k" + n % 7 + "\",\"payload\":" + n + "}")
                        .toList();
        append("[" + String.join(",", events) + "]").expectStatus().isCreated();
    }

    private Flux<ServerSentEvent<JsonNode>> tail(String query, String lastId) {
        return client.mutate()
                .responseTimeout(SOON)
                .build()
                .get()
                .uri("/api/v1/topics/" + topic + "/events/tail" + query)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .headers(
                        headers -> {
                            if (!lastId.isEmpty()) {
                                headers.set("Last-Event-ID", lastId);
                            }
                        })
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<JsonNode>>() {})
                .getResponseBody()
                .filter(event -> event.event() != null);
    }

    private static int payload(ServerSentEvent<JsonNode> event) {
        return Objects.requireNonNull(event.data()).path("payload").asInt();
    }

    @Test
    void followsATopicAndGoesOnWhereItWasLeft() {
        var ids = new ArrayList<String>();
        StepVerifier.create(tail("", "").doOnNext(event -> ids.add(String.valueOf(event.id()))))
                .then(() -> appendNumbers(0, 3))
                .expectNextCount(3)
                .thenCancel()
                .verify(SOON);
        appendNumbers(3, 10);

        StepVerifier.create(
                        tail("", ids.getLast()).map(event -> payload(event)).take(7).collectList())
                .assertNext(seen -> assertThat(seen).containsExactlyInAnyOrder(3, 4, 5, 6, 7, 8, 9))
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(tail("?key=k1&from=earliest", "").map(event -> payload(event)).take(2))
                .expectNext(1, 8)
                .expectComplete()
                .verify(SOON);
        await().atMost(SOON).until(() -> tails.open() == 0);
    }

    @Test
    void putsEachEventOnOneLine() {
        StepVerifier.create(tail("", ""))
                .then(() -> append("{\"payload\":{\r\n \"a\": [1,\n 2]}}"))
                .assertNext(
                        event ->
                                assertThat(Objects.requireNonNull(event.data()).path("payload"))
                                        .hasToString("{\"a\":[1,2]}"))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void endsAStreamWhoseTopicIsDeleted() {
        StepVerifier.create(tail("", ""))
                .then(() -> appendNumbers(0, 1))
                .expectNextCount(1)
                .then(() -> client.delete().uri("/api/v1/topics/" + topic).exchange())
                .assertNext(event -> assertThat(event.event()).isEqualTo("failed"))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void refusesAPlaceThatIsNone() {
        for (var lastId : List.of("1", "x,0,0,0", "99,0,0,0")) {
            client.get()
                    .uri("/api/v1/topics/" + topic + "/events/tail")
                    .accept(MediaType.TEXT_EVENT_STREAM)
                    .header("Last-Event-ID", lastId)
                    .exchange()
                    .expectStatus()
                    .isBadRequest();
        }
        client.get()
                .uri("/api/v1/topics/none-such/events/tail")
                .exchange()
                .expectStatus()
                .isNotFound();
    }
}
