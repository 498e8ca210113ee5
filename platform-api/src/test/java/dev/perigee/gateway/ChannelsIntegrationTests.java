package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.Perigee;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventQuery;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.TopicName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Channels of the example "stages" and of the management interface, with nothing faked. */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "perigee.mode=dev",
            "perigee.gateway.port=0",
            "perigee.project.directory=../examples/stages"
        })
@AutoConfigureWebTestClient(timeout = "60s")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelsIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, String> SOURCES =
            Map.of(
                    "publish-javascript",
                    """
                    import { channels, state, reject } from "perigee";
                    export default async (args) => {
                      const context = { n: 1 };
                      try {
                        const values = await channels.publish(args.channel, context);
                        if (args.fail) throw new Error("the publisher fails");
                        return { values, context };
                      } catch (e) {
                        if (!e.code) throw e;
                        return { code: e.code, status: e.status, message: e.message, ...e.data };
                      }
                    };
                    """,
                    "publish-lua",
                    """
                    local channels = require "channels"
                    return function(args)
                      local context = { n = 1 }
                      local done, values = pcall(channels.publish, args.channel, context)
                      if not done then
                        return { code = values.code, status = values.status, message = values.message,
                          subscriber = values.data and values.data.subscriber }
                      end
                      if args.fail then error("the publisher fails") end
                      return { values = values, context = context }
                    end
                    """,
                    "hear-javascript",
                    "export default (context, ctx) => { context.n++; return [{ js: context.n, at:"
                            + " ctx.channel }, true] }",
                    "hear-lua",
                    "return function(context, ctx) context.n = context.n + 1 return { lua ="
                            + " context.n, at = ctx.channel }, true end",
                    "write-lua",
                    """
                    local state = require "state"
                    return function(context)
                      state.put("written", (state.get("written") or 0) + 1)
                      return nil, true
                    end
                    """,
                    "again-lua",
                    """
                    local channels = require "channels"
                    return function(context) channels.publish("again", context) return 1, true end
                    """,
                    "sleep-lua",
                    """
                    local sleep = require "sleep"
                    return function() sleep(60000) return 1, true end
                    """,
                    "nap-lua",
                    """
                    local sleep = require "sleep"
                    return function() print("asleep") sleep(15000) return 1, true end
                    """,
                    "time-lua",
                    """
                    return function(context, ctx)
                      local left = ctx.get_remaining_time_in_millis()
                      return { left = left, ends = ctx.deadline_ms }, true
                    end
                    """,
                    "boom-javascript",
                    "export default () => reject({ field: 'name' })");

    private final HttpClient http = HttpClient.newHttpClient();
    @Autowired private WebTestClient management;
    @Autowired private GatewayServer gateway;
    @Autowired private EventLog log;
    @Autowired private StateStore store;
    @Autowired private DatabaseClient database;
    @LocalServerPort private int port;

    @BeforeAll
    void deploy() {
        SOURCES.forEach(
                (name, source) ->
                        management
                                .put()
                                .uri("/api/v1/functions/{name}", name)
                                .bodyValue(
                                        Map.of(
                                                "runtime",
                                                name.substring(name.indexOf('-') + 1),
                                                "source",
                                                source))
                                .exchange()
                                .expectStatus()
                                .is2xxSuccessful());
        await().atMost(SOON).until(() -> get("/users/none").body().contains("no user"));
    }

    private long subscribe(String channel, String function) {
        var added =
                management
                        .post()
                        .uri("/api/v1/channels/subscriptions")
                        .bodyValue(Map.of("channel", channel, "function", function))
                        .exchange()
                        .expectStatus()
                        .isCreated()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody();
        return Objects.requireNonNull(added).get("id").asLong();
    }

    private JsonNode run(String function, Map<String, Object> input) {
        return Objects.requireNonNull(
                management
                        .post()
                        .uri("/functions/{name}/invoke", function)
                        .bodyValue(Map.of("input", input, "timeout_ms", 20_000))
                        .exchange()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody());
    }

    private HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> put(String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    private List<JsonNode> events(String topic) {
        var all = new ArrayList<JsonNode>();
        var name = new TopicName("default", topic);
        var partitions =
                Objects.requireNonNull(log.topic(name).block(SOON)).settings().partitions();
        for (var partition = 0; partition < partitions; partition++) {
            var page = log.read(EventQuery.of(name, partition, 0, 100)).block(SOON);
            Objects.requireNonNull(page)
                    .events()
                    .forEach(event -> all.add(JSON.readTree(event.payload())));
        }
        return all;
    }

    @Test
    void requestsRunThroughTheirStages() throws Exception {
        var added = put("/users/ada", "{\"name\":\"Ada <3\"}");
        var second = put("/users/bob", "{\"name\":\"Bob\"}");
        var json = get("/users/ada");
        var page = get("/users/ada", "Accept", "text/html");

        assertThat(added.body())
                .contains("\"greetings\":[\"Ada <3 is the first.\",\"Welcome, Ada <3!\"]");
        assertThat(second.body()).contains("\"greetings\":[\"Welcome, Bob!\"]");
        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(json.body()).contains("\"data\":{").contains("\"name\":\"Ada <3\"");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).endsWith("<h1>Ada &#60;3</h1>");
        assertThat(events("users")).hasSize(2);
    }

    @Test
    void aFailingStageIsReadByLaterOnesAndForgotten() throws Exception {
        var before = events("failures").size();

        var unknown = get("/users/nobody");
        var wrong = get("/users/a.b");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("{\"error\":\"there is no user nobody\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .isEqualTo("{\"error\":\"the id must be made of letters and digits\"}");
        var failures = events("failures");
        assertThat(failures).hasSize(before + 2);
        assertThat(failures)
                .anySatisfy(
                        failure -> {
                            var error = failure.at("/context/0/error");
                            assertThat(error.path("subscriber").asString(""))
                                    .isEqualTo("users#get");
                            assertThat(error.path("stage").asString("")).isEqualTo("request");
                        });
    }

    @Test
    void aRouteToAChannelThatNobodyHearsIsNotFound() throws Exception {
        management
                .post()
                .uri("/api/v1/routes")
                .bodyValue(Map.of("path", "/unheard/:id", "channel", "silence"))
                .exchange()
                .expectStatus()
                .isCreated();

        var answer = get("/unheard/x1");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":\"not found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void publishersGetValuesAndTheChangedContext(String runtime) {
        var channel = "both-" + runtime;
        subscribe(channel, "hear-lua");
        subscribe(channel + ":below", "hear-javascript");

        var output =
                run("publish-" + runtime, Map.of("channel", channel + ":below:x")).get("output");

        assertThat(output.get("values"))
                .isEqualTo(
                        JSON.readTree(
                                "[{\"js\":2,\"at\":\"%1$s:below:x\"},{\"lua\":3,\"at\":\"%1$s:below:x\"}]"
                                        .formatted(channel)));
        assertThat(output.at("/context/n").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void publishersLearnWhichSubscriberFailed(String runtime) {
        var channel = "broken-" + runtime;
        subscribe(channel, "boom-javascript");

        var output = run("publish-" + runtime, Map.of("channel", channel)).get("output");

        assertThat(output.path("code").asString("")).isEqualTo("rejected");
        assertThat(output.path("status").asInt()).isEqualTo(400);
        assertThat(output.path("subscriber").asString("")).isEqualTo("boom-javascript");
        assertThat(output.path("message").asString(""))
                .contains("\"boom-javascript\"", "\"" + channel + "\"", "{\"field\":\"name\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void whatSubscribersWriteIsThePublishersCommit(String runtime) {
        var channel = "write-" + runtime;
        subscribe(channel, "write-lua");
        var before = written();

        run("publish-" + runtime, Map.of("channel", channel, "fail", true));
        assertThat(written()).isEqualTo(before);
        run("publish-" + runtime, Map.of("channel", channel));
        assertThat(written()).isEqualTo(before + 1);
    }

    private int written() {
        var entry = store.get(StateSpace.live("default"), "written").block(SOON);
        return entry == null ? 0 : Integer.parseInt(Objects.requireNonNull(entry.value()));
    }

    @Test
    void publishingEndsAtTheCallDepth() {
        subscribe("again", "again-lua");

        var output = run("publish-lua", Map.of("channel", "again")).get("output");

        assertThat(output.path("message").asString("")).contains("exceeded call depth of 16");
    }

    @Test
    void subscribersKnowThatTheyHaveNoMoreTimeThanThePublisher() {
        subscribe("time", "time-lua");

        var told = publishWithinThreeSeconds("time");

        var times = told.at("/output/values/0");
        assertThat(times.path("left").asLong(-1)).isBetween(0L, 3_000L);
        assertThat(times.path("ends").asLong(0))
                .isLessThanOrEqualTo(System.currentTimeMillis() + 3_000);
    }

    private JsonNode publishWithinThreeSeconds(String channel) {
        return Objects.requireNonNull(
                management
                        .post()
                        .uri("/functions/publish-lua/invoke")
                        .bodyValue(Map.of("input", Map.of("channel", channel), "timeout_ms", 3_000))
                        .exchange()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody());
    }

    /** Both have the same last moment, so either may be stopped first. */
    @Test
    void subscribersEndInTimeWithThePublisher() {
        subscribe("slow", "sleep-lua");

        var late = publishWithinThreeSeconds("slow");

        assertThat(late.path("status").asString("")).isEqualTo("timeout");
        var subscriber = ended("sleep-lua");
        assertThat(subscriber.path("outcome").asString("")).isIn("cancelled", "timed_out");
        assertThat(subscriber.path("durationMs").asDouble(0)).isBetween(2_000.0, 4_000.0);
    }

    private JsonNode ended(String function) {
        return await().atMost(SOON)
                .until(() -> lastInvocation(function), last -> !last.isMissingNode());
    }

    private JsonNode lastInvocation(String function) {
        var found =
                management
                        .get()
                        .uri("/api/v1/invocations?function={name}", function)
                        .exchange()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody();
        return Objects.requireNonNull(found).path(0);
    }

    @Test
    void subscribersEndWhenThePublishersClientGoesAway() {
        subscribe("left", "nap-lua");
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + port
                                                + "/functions/publish-lua/invoke"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"input\": {\"channel\": \"left\"}}"))
                        .build();

        var answer = new AtomicReference<CompletableFuture<?>>();
        StepVerifier.create(linesOf("nap-lua"))
                .expectNextCount(1)
                .then(
                        () ->
                                answer.set(
                                        http.sendAsync(
                                                request, HttpResponse.BodyHandlers.discarding())))
                .expectNextCount(1)
                .thenCancel()
                .verify(SOON);
        Objects.requireNonNull(answer.get()).cancel(true);

        var subscriber = ended("nap-lua");
        assertThat(subscriber.path("outcome").asString("")).isEqualTo("cancelled");
        assertThat(subscriber.path("origin").asString("")).isEqualTo("channel");
    }

    /** First a sign that it is being watched, then what the function prints. */
    private Flux<ServerSentEvent<JsonNode>> linesOf(String function) {
        return management
                .get()
                .uri("/api/v1/logs/tail?function={name}", function)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<JsonNode>>() {})
                .getResponseBody();
    }

    @Test
    void subscriptionsAreManaged() {
        var id = subscribe("managed", "hear-lua");
        management
                .get()
                .uri("/api/v1/channels/subscribers?channel=managed:x")
                .exchange()
                .expectBody()
                .jsonPath("$.subscribers[0].subscriber")
                .isEqualTo("hear-lua")
                .jsonPath("$.subscribers[0].channel")
                .isEqualTo("managed");
        publish("managed:x", "[{\"n\":1}]").jsonPath("$.values[0].lua").isEqualTo(2);
        management
                .delete()
                .uri("/api/v1/functions/hear-lua")
                .exchange()
                .expectStatus()
                .isEqualTo(409);

        management
                .delete()
                .uri("/api/v1/channels/subscriptions/" + id)
                .exchange()
                .expectStatus()
                .isNoContent();
        publish("managed:x", "[]").jsonPath("$.heard").isEqualTo(0);
        management
                .delete()
                .uri("/api/v1/channels/subscriptions/" + id)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private WebTestClient.BodyContentSpec publish(String channel, String context) {
        return management
                .post()
                .uri("/api/v1/channels/publish")
                .bodyValue(Map.of("channel", channel, "context", JSON.readTree(context)))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    @Test
    void whatAnotherProcessChangesIsHeard() {
        database.sql(
                        """
                        INSERT INTO subscriptions (namespace, channel, topic, owner)
                        VALUES ('default', 'elsewhere', 'users', 'api')
                        """)
                .then()
                .block(SOON);

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                management
                                        .get()
                                        .uri("/api/v1/channels/subscribers?channel=elsewhere")
                                        .exchange()
                                        .expectBody()
                                        .jsonPath("$.subscribers[0].subscriber")
                                        .isEqualTo("topic:users"));
    }

    @Test
    void refusesSubscriptionsThatCannotBe() {
        refused(Map.of("function", "hear-lua"), "/channel");
        refused(Map.of("channel", "a::b", "function", "hear-lua"), "/channel");
        refused(Map.of("channel", "a"), "/function");
        refused(Map.of("channel", "a", "function", "hear-lua", "topic", "t"), "/function");
        refused(Map.of("channel", "a", "function", "nowhere"), "/function");
        refused(
                Map.of("channel", "a", "function", "hear-lua", "predicate", "nowhere"),
                "/function");
        refused(Map.of("channel", "a", "function", "hear-lua", "priority", -1), "/channel");
    }

    private void refused(Map<String, Object> request, String pointer) {
        management
                .post()
                .uri("/api/v1/channels/subscriptions")
                .bodyValue(request)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }
}
