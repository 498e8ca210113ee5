package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.Perigee;
import dev.perigee.deployments.Deployments;
import dev.perigee.events.TriggerName;
import dev.perigee.events.Triggers;
import dev.perigee.executor.Executor;
import dev.perigee.functions.FunctionDrafts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The examples with events, published as {@code perigee dev} does and used as their pages say. */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"perigee.mode=dev", "perigee.gateway.port=0"})
@AutoConfigureWebTestClient(timeout = "60s")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExampleEventsIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Autowired private WebTestClient client;
    @Autowired private Executor executor;
    @Autowired private Deployments deployments;
    @Autowired private FunctionDrafts drafts;
    @Autowired private Triggers triggers;

    @BeforeAll
    void publish() {
        publish("guestbook-events");
        publish("order-flow");
    }

    private void publish(String example) {
        var folder = ProjectFolder.of(Path.of("..", "examples", example));
        var reload =
                new ProjectReload(
                        folder,
                        new ProjectEnvironment(Map.of()),
                        executor,
                        new DeploymentPublisher(deployments, drafts));
        var publication = Objects.requireNonNull(reload.run().block(Duration.ofMinutes(1)));
        assertThat(publication.problems()).isEmpty();
        assertThat(Objects.requireNonNull(reload.run().block(SOON)).problems()).isEmpty();
    }

    private JsonNode run(String function, Map<String, Object> input) {
        return Objects.requireNonNull(
                client.post()
                        .uri("/functions/{name}/invoke", function)
                        .bodyValue(Map.of("input", input, "timeout_ms", 20_000))
                        .exchange()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody());
    }

    private static String field(JsonNode run, String name) {
        return run.path("output").path(name).asString("");
    }

    @Test
    void aGuestbookBuildsItsView() {
        assertThat(field(run("entries/sign", Map.of("name", "Ada", "message", "Hello")), "signed"))
                .isEqualTo("Ada");
        assertThat(run("entries/sign", Map.of()).get("http_status_code").intValue()).isEqualTo(400);

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(
                                                run("entries/list", Map.of())
                                                        .at("/output/0/message")
                                                        .asString(""))
                                        .isEqualTo("Hello"));
        assertThat(run("entries/guest", Map.of("name", "Ada")).at("/output/times").intValue())
                .isEqualTo(1);
    }

    @Test
    void anOrderGoesItsWayAndAFailingPaymentIsParked() {
        run("orders/stock", Map.of("item", "book", "count", 5));
        var good = run("orders/place", Map.of("item", "book", "count", 2, "card", "4242"));
        var unpaid = run("orders/place", Map.of("item", "book", "count", 1, "card", "0000"));
        var large = run("orders/place", Map.of("item", "book", "count", 9, "card", "4242"));

        awaitStatus(good, "shipped");
        awaitStatus(large, "rejected");
        var pay = new TriggerName("default", "payments.orders/pay");
        await().atMost(SOON)
                .until(
                        () ->
                                Long.valueOf(1)
                                        .equals(
                                                triggers.deadLetters(pay, 0, 10)
                                                        .count()
                                                        .block(SOON)));
        awaitStatus(unpaid, "reserved");
        await().atMost(SOON)
                .until(
                        () ->
                                run("orders/summary", Map.of())
                                                .at("/output/counts/shipped")
                                                .asInt(0)
                                        == 1);
    }

    private void awaitStatus(JsonNode placed, String status) {
        await().atMost(SOON)
                .until(
                        () ->
                                field(
                                                run(
                                                        "orders/get",
                                                        Map.of("id", field(placed, "id"))),
                                                "status")
                                        .equals(status));
    }
}
