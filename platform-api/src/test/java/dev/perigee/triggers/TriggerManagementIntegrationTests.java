package dev.perigee.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.Answers;
import dev.perigee.PlatformTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@PlatformTest
class TriggerManagementIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PROBLEMS = "https://perigee.dev/problems/";

    @Autowired WebTestClient client;
    @Autowired DatabaseClient database;

    private String name;

    @BeforeEach
    void createTopicAndFunction() {
        name = "t" + UUID.randomUUID().toString().substring(0, 8);
        post("/api/v1/topics", "{\"name\":\"" + name + "\",\"partitions\":2}")
                .expectStatus()
                .isCreated();
        client.put()
                .uri("/api/v1/functions/" + name)
                .bodyValue(Map.of("runtime", "lua", "source", "return 1"))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private WebTestClient.ResponseSpec post(String path, String body) {
        return client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private WebTestClient.ResponseSpec create(Map<String, ?> more) {
        var body = new HashMap<String, Object>();
        body.put("name", name);
        body.put("topic", name);
        body.put("function", name);
        body.putAll(more);
        return client.post().uri("/api/v1/triggers").bodyValue(body).exchange();
    }

    /** Created and stopped at once, so that the delivery of this process does not take part. */
    private void createPaused() {
        create(Map.of("start", "latest")).expectStatus().isCreated();
        post("/api/v1/triggers/" + name + "/pause", "").expectStatus().isOk();
    }

    private static void refuses(WebTestClient.ResponseSpec answer, int status, String type) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo(PROBLEMS + type);
    }

    private JsonNode get(String path) {
        return Answers.json(client.get().uri(path).exchange().expectStatus().isOk());
    }

    private void append(int count) {
        for (var n = 0; n < count; n++) {
            post(
                            "/api/v1/topics/" + name + "/events",
                            "{\"key\":\"k" + n % 3 + "\",\"payload\":" + n + "}")
                    .expectStatus()
                    .isCreated();
        }
    }

    @Test
    void createsChangesAndDeletesATrigger() {
        createPaused();
        refuses(create(Map.of()), 409, "trigger-exists");

        client.patch()
                .uri("/api/v1/triggers/" + name)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"options\":{\"batchSize\":20,\"retry\":{\"attempts\":2}}}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.options.batchSize")
                .isEqualTo(20)
                .jsonPath("$.options.retry.attempts")
                .isEqualTo(2)
                .jsonPath("$.options.retry.firstDelayMs")
                .isEqualTo(50)
                .jsonPath("$.options.onFailure")
                .isEqualTo("park")
                .jsonPath("$.paused")
                .isEqualTo(true);
        refuses(client.delete().uri("/api/v1/topics/" + name).exchange(), 409, "topic-in-use");
        client.get()
                .uri("/api/v1/triggers?topic=" + name)
                .exchange()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(1);
        client.delete().uri("/api/v1/triggers/" + name).exchange().expectStatus().isNoContent();
        refuses(client.get().uri("/api/v1/triggers/" + name).exchange(), 404, "trigger-not-found");
        client.delete().uri("/api/v1/topics/" + name).exchange().expectStatus().isNoContent();
    }

    @Test
    void refusesWhatCannotWork() {
        refuses(create(Map.of("topic", "none-such")), 404, "topic-not-found");
        refuses(create(Map.of("function", "none/such")), 400, "invalid-trigger");
        refuses(create(Map.of("function", "")), 400, "invalid-request");
        refuses(create(Map.of("name", "a b")), 400, "invalid-request");
        refuses(create(Map.of("start", "yesterday")), 400, "invalid-request");
        refuses(create(Map.of("start", -1)), 400, "invalid-request");
        refuses(create(Map.of("start", true)), 400, "invalid-request");
        refuses(create(Map.of("start", 17)), 400, "offset-out-of-range");
        refuses(create(Map.of("options", Map.of("batchSize", 1001))), 400, "invalid-request");
        refuses(create(Map.of("options", Map.of("onFailure", "explode"))), 400, "invalid-request");
        refuses(
                create(Map.of("options", Map.of("retry", Map.of("attempts", 0)))),
                400,
                "invalid-request");
        refuses(create(Map.of("colour", "red")), 400, "invalid-request");

        assertThat(get("/api/v1/triggers?topic=" + name)).isEmpty();
    }

    @Test
    void movesToAnOffsetOrTime() {
        append(12);
        createPaused();
        var path = "/api/v1/triggers/" + name;
        assertThat(get(path).path("totals").path("pending").asInt()).isZero();

        assertThat(seek("\"earliest\"")).isEqualTo(12);
        assertThat(seek("\"latest\"")).isZero();
        assertThat(seek("\"2020-01-01T00:00:00Z\"")).isEqualTo(12);
        assertThat(seek("1")).isEqualTo(10);
        assertThat(get(path).path("partitions")).hasSize(2);
        refuses(post(path + "/seek", "{\"to\":1000}"), 400, "offset-out-of-range");
        refuses(post(path + "/seek", "{}"), 400, "invalid-request");
        refuses(post(path + "/seek", "{\"to\":\"soon\"}"), 400, "invalid-request");
        refuses(
                post("/api/v1/triggers/none/seek", "{\"to\":\"latest\"}"),
                404,
                "trigger-not-found");
        assertThat(get(path).path("totals").path("pending").asInt()).isEqualTo(10);
    }

    private int seek(String to) {
        return Answers.json(
                        post("/api/v1/triggers/" + name + "/seek", "{\"to\":" + to + "}")
                                .expectStatus()
                                .isOk())
                .path("totals")
                .path("pending")
                .asInt();
    }

    @Test
    void listsRedrivesAndDropsDeadLetters() {
        createPaused();
        var ids = park(3);
        var path = "/api/v1/triggers/" + name + "/dead-letters";

        assertThat(get(path)).hasSize(3);
        assertThat(get(path + "?key=k1")).hasSize(1);
        assertThat(get(path + "?error=NUMBER 2")).hasSize(1);
        assertThat(get(path + "?limit=2")).hasSize(2);
        assertThat(get(path + "?after=" + ids.getFirst())).hasSize(2);
        assertThat(get(path + "/" + ids.getFirst()).path("error").asString())
                .isEqualTo("broke at number 0");
        post(path + "/" + ids.getFirst() + "/redrive", "").expectStatus().isAccepted();
        for (var body : List.of("{}", "{\"ids\":[]}", "{\"all\":true,\"key\":\"k1\"}")) {
            refuses(post(path + "/drop", body), 400, "invalid-request");
        }
        assertThat(count(path + "/redrive", "{\"key\":\"k1\"}")).isEqualTo(1);
        assertThat(count(path + "/redrive", "{\"all\":true}")).isEqualTo(3);
        assertThat(count(path + "/drop", "{\"error\":\"number 1\"}")).isEqualTo(1);
        client.delete().uri(path + "/" + ids.getLast()).exchange().expectStatus().isNoContent();
        refuses(
                client.delete().uri(path + "/" + ids.getLast()).exchange(),
                404,
                "dead-letter-not-found");
        refuses(
                client.get().uri(path + "/" + ids.getLast()).exchange(),
                404,
                "dead-letter-not-found");
        refuses(post(path + "/" + ids.getLast() + "/redrive", ""), 404, "dead-letter-not-found");
        refuses(client.get().uri(path + "/x").exchange(), 400, "invalid-request");
        assertThat(get(path)).hasSize(1);
        var totals = get("/api/v1/triggers/" + name).path("totals");
        assertThat(totals.path("deadLetters").asInt()).isEqualTo(1);
    }

    private int count(String path, String body) {
        return Answers.json(post(path, body).expectStatus().isOk()).path("count").asInt();
    }

    private List<Long> park(int count) {
        return Objects.requireNonNull(
                database.sql(
                                "INSERT INTO dead_letters (trigger_id, partition, event_offset,"
                                    + " event_id, appended_at, key, payload, headers, attempts,"
                                    + " error, parked_at) SELECT t.id, 0, n, gen_random_uuid(),"
                                    + " now(), 'k' || n, '{\"n\":' || n ||"
                                    + " ',\"none\":null,\"text\":\"a\\\"b\"}', NULL, 4, 'broke at"
                                    + " number ' || n, now() FROM triggers t, generate_series(0,"
                                    + " :last) AS n WHERE t.name = :name ORDER BY n RETURNING id")
                        .bind("last", count - 1)
                        .bind("name", name)
                        .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                        .all()
                        .collectList()
                        .block(SOON));
    }

    @Test
    void writesADeadLetterAsATest() {
        createPaused();
        var id = park(1).getFirst();

        var file = get("/api/v1/triggers/" + name + "/dead-letters/" + id + "/test-file");

        assertThat(file.path("path").asString()).isEqualTo("test/test_dead_letter_" + id + ".lua");
        assertThat(file.path("content").asString())
                .contains("local handle = require \"" + name + "\"")
                .contains("[\"text\"] = \"a\\\"b\"")
                .contains("[\"trigger\"] = \"" + name + "\"")
                .contains("-- Trigger " + name + " could not handle this event: broke at number 0");
    }

    @Test
    void replaysIntoAShadowThatCanBeDiscarded() {
        append(6);
        createPaused();

        var replay =
                Answers.json(
                                post(
                                                "/api/v1/replays",
                                                "{\"trigger\":\""
                                                        + name
                                                        + "\",\"from\":\"earliest\"}")
                                        .expectStatus()
                                        .isCreated())
                        .path("name")
                        .asString();
        var path = "/api/v1/replays/" + replay;
        post(path + "/pause", "").expectStatus().isOk();

        assertThat(get(path).path("replayOf").asString()).isEqualTo(name);
        assertThat(get(path).path("paused").asBoolean()).isTrue();
        assertThat(get("/api/v1/triggers?topic=" + name)).hasSize(1);
        assertThat(get(path + "/differences").isArray()).isTrue();
        assertThat(get(path + "/captured").isArray()).isTrue();
        refuses(post("/api/v1/replays/" + name + "/pause", ""), 404, "trigger-not-found");
        refuses(post("/api/v1/replays", "{}"), 400, "invalid-request");
        refuses(
                post("/api/v1/replays", "{\"trigger\":\"" + name + "\",\"function\":\"none\"}"),
                400,
                "invalid-trigger");
        refuses(post("/api/v1/replays", "{\"trigger\":\"none\"}"), 404, "trigger-not-found");
        refuses(
                post("/api/v1/replays", "{\"trigger\":\"" + name + "\",\"from\":7777}"),
                400,
                "offset-out-of-range");
        client.delete().uri(path).exchange().expectStatus().isNoContent();
        refuses(client.get().uri(path).exchange(), 404, "trigger-not-found");
    }
}
