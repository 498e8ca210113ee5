package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.deployments.EventsRequest;
import dev.perigee.deployments.EventsRequest.RetentionRequest;
import dev.perigee.deployments.EventsRequest.RetryRequest;
import dev.perigee.deployments.EventsRequest.ScheduleRequest;
import dev.perigee.deployments.EventsRequest.TopicRequest;
import dev.perigee.deployments.EventsRequest.TriggerRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ProjectEventsTests {

    @TempDir private Path root;
    private ProjectDirectory project;

    @BeforeEach
    void makeProject() {
        project = new ProjectDirectory(root).with("app/count.lua", "return function() end");
    }

    private EventsRequest events(String... lines) {
        var read = project.with("config/application.yml", lines).read();
        assertThat(read.problems()).isEmpty();
        return Objects.requireNonNull(read.events());
    }

    private List<String> problems(String... lines) {
        var read = project.with("config/application.yml", lines).read();
        assertThat(read.events()).isNull();
        return read.problems().stream().map(ProjectProblem::message).toList();
    }

    @Test
    void readsSpacersKeys() {
        var events =
                events("topics: [orders, users]", "events:", "  orders: { APPEND: [count, a/b] }");

        assertThat(events.topics())
                .containsExactly(
                        new TopicRequest("orders", null, null, null),
                        new TopicRequest("users", null, null, null));
        assertThat(events.triggers())
                .containsExactly(
                        new TriggerRequest(
                                "orders.count", "orders", "count", null, null, null, null),
                        new TriggerRequest("orders.a/b", "orders", "a/b", null, null, null, null));
        assertThat(events.schedules()).isEmpty();
    }

    @Test
    void readsItsOwnKeys() {
        var events =
                events(
                        "topics: [orders]",
                        "events: { orders: { APPEND: [count] } }",
                        "perigee:",
                        "  triggers:",
                        "    orders.count: { batch_size: 10, retries: 3, first_delay: 50ms,"
                                + " on_failure: block }",
                        "    extra: { topic: orders, function: count, start: latest, maxDelay: 2m"
                                + " }",
                        "  schedules:",
                        "    nightly: { cron: 0 3 * * *, zone: Europe/Berlin, function: count,"
                                + " missed: all }");

        assertThat(events.triggers())
                .containsExactly(
                        new TriggerRequest(
                                "orders.count",
                                "orders",
                                "count",
                                null,
                                10,
                                new RetryRequest(4, 50L, null),
                                "block"),
                        new TriggerRequest(
                                "extra",
                                "orders",
                                "count",
                                "latest",
                                null,
                                new RetryRequest(null, null, 120_000L),
                                null));
        assertThat(events.schedules())
                .containsExactly(
                        new ScheduleRequest(
                                "nightly", "0 3 * * *", "Europe/Berlin", "count", "all"));
    }

    @Test
    void readsHowTopicsAre() {
        project.with("config/order.json", "{\"type\":\"object\"}");

        var events =
                events(
                        "topics: [orders]",
                        "perigee:",
                        "  topics:",
                        "    orders:",
                        "      { partitions: 4, schema: config/order.json, retention: { age: 7d,"
                                + " size: 1GB } }",
                        "    inline: { schema: { type: array } }");

        var schema = new JsonMapper().readTree("{\"type\":\"object\"}");
        assertThat(Objects.requireNonNull(events.topics()).getFirst())
                .isEqualTo(
                        new TopicRequest(
                                "orders", 4, schema, new RetentionRequest(604_800_000L, 1L << 30)));
        assertThat(events.topics()).hasSize(2);
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        assertThat(
                        problems(
                                "topics: [orders, a b]",
                                "perigee:",
                                "  triggers:",
                                "    t: { topic: orders, onFailure: cry, function: f }",
                                "  schedules:",
                                "    s: { cron: 0 0 30 2 *, function: count }"))
                .satisfiesExactly(
                        topic ->
                                assertThat(topic)
                                        .startsWith("topic \"a b\": topic name \"a b\" is"),
                        trigger -> assertThat(trigger).contains("trigger \"t\"", "park or block"),
                        schedule -> assertThat(schedule).contains("schedule \"s\"", "never fires"));
        assertThat(
                        problems(
                                "perigee:",
                                "  topics: { o: { partitions: many, colour: red, retention: { age:"
                                        + " long } } }",
                                "  triggers: [a]",
                                "  schedules: { s: 5 }"))
                .satisfiesExactly(
                        number -> assertThat(number).contains("perigee.topics.o.partitions"),
                        age -> assertThat(age).contains("retention.age", "a duration"),
                        unknown ->
                                assertThat(unknown)
                                        .contains("\"perigee.topics.o.colour\" is not known"),
                        list -> assertThat(list).contains("\"perigee.triggers\" must map"),
                        entry -> assertThat(entry).contains("\"perigee.schedules.s\" must be"));
        assertThat(problems("perigee: { topics: { o: { schema: config/none.json } } }"))
                .singleElement()
                .asString()
                .contains("there is no file \"config/none.json\"");
    }

    @Test
    void tellsWhichFunctionsTriggersMiss() {
        var read =
                project.with(
                                "config/application.yml",
                                "topics: [orders]",
                                "events: { orders: { APPEND: [count, nowhere] } }")
                        .read();

        assertThat(ProjectEvents.withoutFunction(read, Set.of("count"), Set.of()))
                .singleElement()
                .extracting(ProjectProblem::message)
                .asString()
                .contains("there is no function \"nowhere\"");
    }
}
