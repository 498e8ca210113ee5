package dev.perigee.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import dev.perigee.events.EventLog;
import dev.perigee.events.OnFailure;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.Trigger;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.Triggers;
import dev.perigee.executor.FunctionId;
import dev.perigee.functions.FunctionCatalog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Topics, triggers and schedules of deployments. */
@PlatformTest
class DeployedEventsIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired WebTestClient client;
    @Autowired EventLog log;
    @Autowired Triggers triggers;
    @Autowired FunctionCatalog catalog;
    @Autowired DatabaseClient database;

    private String project;

    @BeforeEach
    void chooseProject() {
        project = "p" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void makesWhatTheProjectDeclares() {
        var big =
                Map.of(
                        "name",
                        project + "/big",
                        "partitions",
                        3,
                        "schema",
                        Map.of("type", "object"),
                        "retention",
                        Map.of("ageMs", 86_400_000));
        var trigger = new HashMap<>(trigger(project + ".f", project, project + "/f"));
        trigger.put("batchSize", 10);
        trigger.put("retry", Map.of("attempts", 2));
        trigger.put("onFailure", "block");

        deploy(
                        Map.of(
                                "topics", List.of(Map.of("name", project), big),
                                "triggers", List.of(trigger)))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.triggers")
                .isEqualTo(1);

        assertThat(log.topic(topic(project)).block(SOON))
                .satisfies(topic -> assertThat(topic.partitions()).isEqualTo(8));
        assertThat(log.topic(topic(project + "/big")).block(SOON))
                .satisfies(topic -> assertThat(topic.partitions()).isEqualTo(3));
        assertThat(trigger(".f"))
                .satisfies(
                        made -> {
                            assertThat(made.settings().batchSize()).isEqualTo(10);
                            assertThat(made.settings().retry().attempts()).isEqualTo(2);
                            assertThat(made.settings().onFailure()).isEqualTo(OnFailure.BLOCK);
                        });
    }

    @Test
    void makesSchedules() {
        var schedule =
                Map.of(
                        "name",
                        project + ".nightly",
                        "cron",
                        "0 3 * * *",
                        "zone",
                        "Europe/Berlin",
                        "function",
                        project + "/f");

        deploy(Map.of("schedules", List.of(schedule))).expectStatus().isOk();

        assertThat(trigger(".nightly"))
                .satisfies(
                        trigger ->
                                assertThat(trigger.settings().topic().name())
                                        .isEqualTo("schedules/" + project + ".nightly"));
        assertThat(schedules()).isEqualTo(1);
        deploy(Map.of()).expectStatus().isOk();
        assertThat(trigger(".nightly")).isNull();
        assertThat(schedules()).isZero();
    }

    @Test
    void changesNothingWhenItIsDeployedAgain() {
        deploy(declared()).expectStatus().isOk();
        var before = trigger(".f");

        deploy(declared()).expectStatus().isOk();

        assertThat(trigger(".f")).isEqualTo(before);
    }

    @Test
    void removesTriggersThatAreGoneAndKeepsTheirTopics() {
        deploy(declared()).expectStatus().isOk();

        deploy(null).expectStatus().isOk();
        assertThat(trigger(".f")).isNotNull();
        deploy(Map.of("topics", List.of(Map.of("name", project)))).expectStatus().isOk();

        assertThat(trigger(".f")).isNull();
        assertThat(log.topic(topic(project)).block(SOON)).isNotNull();
    }

    @Test
    void tellsAllThatIsWrongAndChangesNothing() {
        deploy(
                        Map.of(
                                "topics",
                                List.of(
                                        Map.of("name", "a b"),
                                        Map.of("name", project, "partitions", 0)),
                                "triggers",
                                List.of(
                                        Map.of("topic", project, "function", "x"),
                                        Map.of(
                                                "name", "n",
                                                "topic", project,
                                                "function", "x",
                                                "onFailure", "cry")),
                                "schedules",
                                List.of(
                                        Map.of(
                                                "name", "s",
                                                "cron", "0 0 30 2 *",
                                                "function", "x"))))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[*].pointer")
                .isEqualTo(
                        List.of(
                                "/events/topics/0/name",
                                "/events/topics/1/partitions",
                                "/events/triggers/0/name",
                                "/events/triggers/1/onFailure",
                                "/events/schedules/0/cron"));

        assertThat(catalog.find(new FunctionId("default", project + "/f"))).isEmpty();
    }

    @Test
    void refusesTriggersOfFunctionsAndTopicsThatDoNotExistAsAWhole() {
        deploy(
                        Map.of(
                                "topics",
                                List.of(Map.of("name", project)),
                                "triggers",
                                List.of(
                                        trigger("a", project, "nowhere"),
                                        trigger("b", project, "gone"))))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[*].pointer")
                .isEqualTo(List.of("/events/triggers/0/function", "/events/triggers/1/function"));
        deploy(Map.of("triggers", List.of(trigger("a", "unknown-topic", project + "/f"))))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/events/triggers/0");

        assertThat(log.topic(topic(project)).block(SOON)).isNull();
        assertThat(catalog.find(new FunctionId("default", project + "/f"))).isEmpty();
    }

    @Test
    void leavesOthersTriggersAlone() {
        deploy(Map.of("topics", List.of(Map.of("name", project)))).expectStatus().isOk();
        var name = new TriggerName("default", project + ".f");
        triggers.define(TriggerSettings.of(name, topic(project), "mine"), new Start.Latest())
                .block(SOON);

        deploy(declared())
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .value(
                        detail ->
                                assertThat(String.valueOf(detail))
                                        .contains("belongs to somebody else"));

        assertThat(trigger(".f"))
                .isNotNull()
                .extracting(trigger -> trigger.settings().function())
                .isEqualTo("mine");
    }

    @Test
    void refusesToChangeTheNumberOfPartitions() {
        deploy(declared()).expectStatus().isOk();

        deploy(Map.of("topics", List.of(Map.of("name", project, "partitions", 2))))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/events/topics/0");

        assertThat(trigger(".f")).isNotNull();
    }

    private Map<String, Object> declared() {
        return Map.of(
                "topics",
                List.of(Map.of("name", project)),
                "triggers",
                List.of(trigger(project + ".f", project, project + "/f")));
    }

    private static Map<String, Object> trigger(String name, String topic, String function) {
        return Map.of("name", name, "topic", topic, "function", function);
    }

    private @Nullable Trigger trigger(String suffix) {
        return triggers.trigger(new TriggerName("default", project + suffix)).block(SOON);
    }

    private static TopicName topic(String name) {
        return new TopicName("default", name);
    }

    private long schedules() {
        return database.sql("SELECT count(*) FROM schedules WHERE project = :project")
                .bind("project", project)
                .map(row -> row.get(0, Long.class))
                .one()
                .blockOptional(SOON)
                .orElse(0L);
    }

    private WebTestClient.ResponseSpec deploy(@Nullable Map<String, Object> events) {
        var body = new HashMap<String, Object>();
        body.put("project", project);
        body.put(
                "functions",
                List.of(Map.of("name", project + "/f", "runtime", "lua", "source", "return 1")));
        if (events != null) {
            body.put("events", events);
        }
        return client.post().uri("/api/v1/deployments").bodyValue(body).exchange();
    }
}
