package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.Perigee;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventQuery;
import dev.perigee.events.NewEvent;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/** {@code topics} and {@code state} of functions in both languages, with nothing faked. */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"perigee.mode=dev", "perigee.gateway.port=0"})
@AutoConfigureWebTestClient(timeout = "60s")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventServicesIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final StateSpace SPACE = StateSpace.live("default");

    private static final Map<String, String> SOURCES =
            Map.of(
                    "append-javascript",
                    """
                    import { topics, reject } from "perigee";
                    export default async (args) => {
                      try {
                        const done = await topics.append(args.topic, args.events, { immediate: args.immediate });
                        if (args.reject) reject("no");
                        if (args.fail) throw new Error("boom");
                        return done;
                      } catch (e) {
                        if (!e.code) throw e;
                        return { code: e.code, status: e.status, message: e.message, faults: e.data?.faults };
                      }
                    };
                    """,
                    "append-lua",
                    """
                    local topics = require "topics"
                    return function(args)
                      local done, value = pcall(topics.append, args.topic, args.events, { immediate = args.immediate })
                      if not done then
                        if type(value) ~= "table" then error(value, 0) end
                        return { code = value.code, status = value.status, message = value.message,
                          faults = value.data and value.data.faults }
                      end
                      if args.reject then return nil, "no" end
                      if args.fail then error("boom") end
                      return value
                    end
                    """,
                    "state-javascript",
                    """
                    import { state } from "perigee";
                    export default async (args) => {
                      const p = args.prefix;
                      const seen = [];
                      seen.push(await state.put(p + "a", { n: 1 }));
                      seen.push((await state.getEntry(p + "a")).version, (await state.get(p + "a")).n);
                      seen.push((await state.get(p + "none")) === undefined);
                      seen.push(await state.cas(p + "b", 0, "x"), await state.cas(p + "b", 0, "y"));
                      seen.push((await state.list(p)).entries.length);
                      seen.push(await state.delete(p + "a"), await state.delete(p + "a"));
                      seen.push((await state.list(p)).entries.length);
                      seen.push((await state.put(p + "now", 1, { immediate: true })) > 0);
                      seen.push(await state.cas(p + "now", 0, 2, { immediate: true }));
                      await state.put(p + "short", 1, { ttl: 0.001, immediate: true });
                      if (args.fail) throw new Error("boom");
                      return seen;
                    };
                    """,
                    "state-lua",
                    """
                    local state = require "state"
                    return function(args)
                      local p = args.prefix
                      local seen = {}
                      local function push(value) seen[#seen + 1] = value end
                      push(state.put(p .. "a", { n = 1 }))
                      local value, version = state.get(p .. "a")
                      push(version) push(value.n)
                      push(state.get(p .. "none") == nil)
                      push(state.cas(p .. "b", 0, "x")) push(state.cas(p .. "b", 0, "y"))
                      push(#state.list(p))
                      push(state.delete(p .. "a")) push(state.delete(p .. "a"))
                      push(#state.list(p))
                      push(state.put(p .. "now", 1, { immediate = true }) > 0)
                      push(state.cas(p .. "now", 0, 2, { immediate = true }))
                      state.put(p .. "short", 1, { ttl = 0.001, immediate = true })
                      if args.fail then error("boom") end
                      return seen
                    end
                    """,
                    "count-javascript",
                    """
                    import { state } from "perigee";
                    export default async ({ key }) => {
                      await state.put(key, ((await state.get(key)) ?? 0) + 1);
                    };
                    """,
                    "count-lua",
                    """
                    local state = require "state"
                    return function(args)
                      state.put(args.key, (state.get(args.key) or 0) + 1)
                    end
                    """);

    @Autowired private WebTestClient management;
    @Autowired private EventLog log;
    @Autowired private StateStore state;

    @BeforeAll
    void deploy() {
        SOURCES.forEach(this::save);
    }

    private void save(String name, String source) {
        var runtime = name.endsWith("lua") ? "lua" : "javascript";
        var body =
                Map.of(
                        "runtime",
                        runtime,
                        "source",
                        source,
                        "limits",
                        Map.of("deadlineMs", 60_000));
        management
                .put()
                .uri("/api/v1/functions/{name}", name)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }

    private JsonNode run(String name, Map<String, Object> input) {
        return Objects.requireNonNull(
                management
                        .post()
                        .uri("/functions/{name}/invoke", name)
                        .bodyValue(Map.of("input", input, "timeout_ms", 60_000))
                        .exchange()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody());
    }

    private TopicName topic(String name, TopicSettings settings) {
        var topic = new TopicName("default", name);
        log.define(new TopicSettings(topic, 1, settings.schema(), settings.retention()))
                .block(SOON);
        return topic;
    }

    private TopicName topic(String name) {
        return topic(name, TopicSettings.of(new TopicName("default", name)));
    }

    private List<String> events(TopicName topic) {
        return Objects.requireNonNull(log.read(EventQuery.of(topic, 0, 0, 100)).block(SOON))
                .events()
                .stream()
                .map(event -> event.key() + "=" + event.payload())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void appendsWhenTheFunctionReturned(String runtime) {
        var topic = topic("append-" + runtime);
        var map = new HashMap<String, Object>();
        map.put("b", List.of(1, 2));
        map.put("a", Map.of("text", "é"));

        var byMap = run("append-" + runtime, Map.of("topic", topic.name(), "events", map));
        var byList =
                run(
                        "append-" + runtime,
                        Map.of(
                                "topic",
                                topic.name(),
                                "events",
                                List.of(
                                        Map.of("key", "z", "payload", 1),
                                        Map.of(
                                                "key",
                                                7,
                                                "payload",
                                                2,
                                                "headers",
                                                Map.of("kind", "x")))));

        assertThat(byMap.at("/output/count").intValue()).isEqualTo(2);
        assertThat(byList.at("/output/count").intValue()).isEqualTo(2);
        assertThat(events(topic))
                .hasSize(4)
                .contains("a={\"text\":\"é\"}", "b=[1,2]")
                .endsWith("z=1", "7=2");
        var last = Objects.requireNonNull(log.read(EventQuery.of(topic, 0, 3, 1)).block(SOON));
        assertThat(last.events().getFirst().headers())
                .containsEntry("kind", "x")
                .hasEntrySatisfying(
                        "traceparent", value -> assertThat(value).matches("00-.{32}-.{16}-0[01]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void leavesNothingOfAFunctionThatDidNotReturn(String runtime) {
        var topic = topic("undone-" + runtime);

        var rejected =
                run(
                        "append-" + runtime,
                        Map.of("topic", topic.name(), "events", Map.of("k", 1), "reject", true));
        run(
                "append-" + runtime,
                Map.of("topic", topic.name(), "events", Map.of("k", 1), "fail", true));

        assertThat(rejected.get("http_status_code").intValue()).isEqualTo(400);
        assertThat(events(topic)).isEmpty();
        run(
                "append-" + runtime,
                Map.of(
                        "topic",
                        topic.name(),
                        "events",
                        Map.of("k", 1),
                        "immediate",
                        true,
                        "fail",
                        true));
        assertThat(events(topic)).containsExactly("k=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void refusesWhatTheTopicDoesNotTake(String runtime) {
        var unknown =
                run("append-" + runtime, Map.of("topic", "nowhere", "events", Map.of("k", 1)));
        var unsafe = run("append-" + runtime, Map.of("topic", "a b", "events", Map.of("k", 1)));
        var topic =
                topic(
                        "checked-" + runtime,
                        TopicSettings.of(new TopicName("default", "x"))
                                .withSchema("{\"type\":\"object\"}"));
        var wrong =
                run("append-" + runtime, Map.of("topic", topic.name(), "events", Map.of("k", 1)));
        var large =
                run(
                        "append-" + runtime,
                        Map.of(
                                "topic",
                                topic.name(),
                                "events",
                                Map.of("k", Map.of("x", "y".repeat(NewEvent.MAX_PAYLOAD_BYTES)))));

        var badKey = Map.of("key", Map.of("id", 1), "payload", 1);
        var keyed =
                run("append-" + runtime, Map.of("topic", topic.name(), "events", List.of(badKey)));

        assertThat(keyed.get("status").stringValue()).isEqualTo("failed");
        assertThat(keyed.get("error_message").stringValue())
                .contains("must be a string or a number");
        assertThat(unknown.at("/output/code").stringValue()).isEqualTo("unknown_topic");
        assertThat(unknown.at("/output/status").intValue()).isEqualTo(404);
        assertThat(unsafe.at("/output/code").stringValue()).isEqualTo("invalid_arguments");
        assertThat(wrong.at("/output/code").stringValue()).isEqualTo("invalid_event");
        assertThat(wrong.at("/output/faults/0/pointer").stringValue()).isEqualTo("/payload");
        assertThat(large.at("/output/code").stringValue()).isEqualTo("invalid_event");
        assertThat(large.at("/output/message").stringValue()).doesNotContain("yyyy");
        assertThat(events(topic)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void readsItsOwnWritesAndStoresThemTogether(String runtime) {
        var prefix = "state-" + runtime + "/";

        var done = run("state-" + runtime, Map.of("prefix", prefix));

        assertThat(done.get("output").toString())
                .isEqualTo("[-1,-1,1,true,-1,false,2,true,false,1,true,false]");
        assertThat(value(prefix + "b")).isEqualTo("\"x\"");
        assertThat(value(prefix + "a")).isNull();
        assertThat(value(prefix + "now")).isEqualTo("1");
        assertThat(value(prefix + "short")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void keepsOnlyWhatWasImmediateOfAFailedFunction(String runtime) {
        var prefix = "failed-" + runtime + "/";

        run("state-" + runtime, Map.of("prefix", prefix, "fail", true));

        assertThat(value(prefix + "b")).isNull();
        assertThat(value(prefix + "now")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void losesNoIncrementOfConcurrentCallers(String runtime) {
        var key = "count-" + runtime;
        var runs =
                Flux.range(0, 60)
                        .flatMap(
                                _ ->
                                        Mono.fromCallable(() -> run(key, Map.of("key", key)))
                                                .subscribeOn(Schedulers.boundedElastic()),
                                8)
                        .map(done -> done.get("status").stringValue())
                        .collectList()
                        .block(Duration.ofSeconds(60));

        assertThat(runs).hasSize(60).containsOnly("success");
        assertThat(value(key)).isEqualTo("60");
    }

    private @Nullable String value(String key) {
        var entry = state.get(SPACE, key).block(SOON);
        return entry == null ? null : entry.value();
    }
}
