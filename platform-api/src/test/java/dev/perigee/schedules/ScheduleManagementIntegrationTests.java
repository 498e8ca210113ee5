package dev.perigee.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.Answers;
import dev.perigee.PlatformTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class ScheduleManagementIntegrationTests {

    private static final String PROBLEMS = "https://perigee.dev/problems/";

    @Autowired WebTestClient client;

    private String name;

    @BeforeEach
    void createFunction() {
        name = "s" + UUID.randomUUID().toString().substring(0, 8);
        client.put()
                .uri("/api/v1/functions/" + name)
                .bodyValue(Map.of("runtime", "lua", "source", "return 1"))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private WebTestClient.ResponseSpec create(Map<String, ?> more) {
        var body = new HashMap<String, Object>(Map.of("name", name, "function", name));
        body.put("cron", "0 3 * * *");
        body.putAll(more);
        return client.post().uri("/api/v1/schedules").bodyValue(body).exchange();
    }

    private WebTestClient.ResponseSpec get(String path) {
        return client.get().uri("/api/v1/" + path).exchange();
    }

    private static void refuses(WebTestClient.ResponseSpec answer, int status, String type) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo(PROBLEMS + type);
    }

    @Test
    void createsListsAndDeletesASchedule() {
        var created =
                Answers.json(
                        create(Map.of("zone", "Europe/Berlin", "missed", "skip"))
                                .expectStatus()
                                .isCreated());

        assertThat(Instant.parse(created.path("nextFire").stringValue())).isAfter(Instant.now());
        assertThat(created.path("zone").stringValue()).isEqualTo("Europe/Berlin");
        assertThat(created.path("missed").stringValue()).isEqualTo("skip");
        assertThat(Answers.json(get("schedules/" + name))).isEqualTo(created);
        assertThat(Answers.json(get("schedules?limit=1000"))).contains(created);
        get("triggers/" + name).expectStatus().isOk();
        refuses(create(Map.of()), 409, "trigger-exists");

        client.delete().uri("/api/v1/schedules/" + name).exchange().expectStatus().isNoContent();
        refuses(get("schedules/" + name), 404, "schedule-not-found");
        refuses(get("triggers/" + name), 404, "trigger-not-found");
        refuses(
                client.delete().uri("/api/v1/schedules/" + name).exchange(),
                404,
                "schedule-not-found");
        create(Map.of()).expectStatus().isCreated();
        client.delete().uri("/api/v1/schedules/" + name).exchange().expectStatus().isNoContent();
    }

    @Test
    void deliversItsFires() {
        create(Map.of("cron", "* * * * * *")).expectStatus().isCreated();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                Answers.json(get("triggers/" + name))
                                                .at("/totals/delivered")
                                                .asInt()
                                        > 0);
        client.delete().uri("/api/v1/schedules/" + name).exchange().expectStatus().isNoContent();
    }

    @Test
    void refusesWhatCannotWork() {
        refuses(create(Map.of("cron", "0 0 30 2 *")), 400, "invalid-request");
        refuses(create(Map.of("cron", "soon")), 400, "invalid-request");
        refuses(create(Map.of("cron", "")), 400, "invalid-request");
        refuses(create(Map.of("zone", "Moon/Crater")), 400, "invalid-request");
        refuses(create(Map.of("missed", "perhaps")), 400, "invalid-request");
        refuses(create(Map.of("name", "a b")), 400, "invalid-request");
        refuses(create(Map.of("function", "none-such")), 400, "invalid-trigger");

        refuses(get("schedules/" + name), 404, "schedule-not-found");
        refuses(get("triggers/" + name), 404, "trigger-not-found");
    }
}
