package dev.perigee.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.Perigee;
import dev.perigee.events.DeadLetter;
import dev.perigee.events.EventLog;
import dev.perigee.events.NewEvent;
import dev.perigee.events.OnFailure;
import dev.perigee.events.Replays;
import dev.perigee.events.RetryPolicy;
import dev.perigee.events.Start;
import dev.perigee.events.StateEntry;
import dev.perigee.events.StateQuery;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerProgress;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.Triggers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Triggers that run functions, with nothing faked in between. */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"perigee.mode=dev", "perigee.gateway.port=0"})
@AutoConfigureWebTestClient(timeout = "60s")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveriesIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final StateSpace SPACE = StateSpace.live("default");
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final JsonMapper JSON = new JsonMapper();
    private static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofMillis(10), Duration.ofMillis(20));

    private static final Map<String, String> SOURCES =
            Map.of(
                    "sum-javascript",
                    """
                    import { state, topics } from "perigee";
                    export default async (args, ctx) => {
                      if (args.fail) throw new Error("poisoned " + args.fail);
                      const key = ctx.event.topic + "/" + ctx.event.key;
                      const all = (await state.get(key)) ?? [];
                      all.push(args.n);
                      await state.put(key, all);
                      if (args.out) await topics.append(args.out, { [ctx.event.key]: { n: args.n } });
                    };
                    """,
                    "sum-lua",
                    """
                    local state, topics = require "state", require "topics"
                    return function(args, ctx)
                      if args.fail then error("poisoned " .. args.fail) end
                      local key = ctx.event.topic .. "/" .. ctx.event.key
                      local all = state.get(key) or {}
                      all[#all + 1] = args.n
                      state.put(key, all)
                      if args.out then topics.append(args.out, { [ctx.event.key] = { n = args.n } }) end
                    end
                    """,
                    "batch-javascript",
                    """
                    import { state } from "perigee";
                    export default async ({ events }, ctx) => {
                      const key = ctx.event.topic + "/batches";
                      const seen = (await state.get(key)) ?? [];
                      seen.push(events.map((e) => [e.offset, e.key, e.payload.n, e.headers.h]));
                      await state.put(key, seen);
                    };
                    """,
                    "batch-lua",
                    """
                    local state = require "state"
                    return function(args, ctx)
                      local key = ctx.event.topic .. "/batches"
                      local seen, batch = state.get(key) or {}, {}
                      for i, e in ipairs(args.events) do
                        batch[i] = { e.offset, e.key, e.payload.n, e.headers.h }
                      end
                      seen[#seen + 1] = batch
                      state.put(key, seen)
                    end
                    """,
                    "about",
                    """
                    import { state, http } from "perigee";
                    export default async (args, ctx) => {
                      let outside = "none";
                      try { await http.get("http://192.0.2.1/", { timeout: 5 }) } catch (e) { outside = e.code }
                      await state.put("about/" + ctx.event.topic,
                        { args, event: ctx.event, trace: ctx.trace_id, outside });
                    };
                    """,
                    "slow",
                    """
                    export default async () => { await new Promise((r) => setTimeout(r, 60000)) };
                    """,
                    "calls",
                    """
                    import { flow, state } from "perigee";
                    export default async (args, ctx) => {
                      await state.put("calls/mine", 1);
                      await flow.call("callee", { fail: args.fail });
                    };
                    """,
                    "callee",
                    """
                    import { state } from "perigee";
                    export default async (args) => {
                      await state.put("calls/callee", 1);
                      if (args.fail) throw new Error("callee failed");
                    };
                    """);

    @Autowired private WebTestClient management;
    @Autowired private EventLog log;
    @Autowired private StateStore state;
    @Autowired private Triggers triggers;
    @Autowired private Replays replays;

    @BeforeAll
    void deploy() {
        SOURCES.forEach(this::save);
    }

    private void save(String name, String source) {
        var limits = Map.of("deadlineMs", name.equals("slow") ? 100 : 20_000);
        var runtime = name.endsWith("lua") ? "lua" : "javascript";
        management
                .put()
                .uri("/api/v1/functions/{name}", name)
                .bodyValue(Map.of("runtime", runtime, "source", source, "limits", limits))
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }

    private TopicName topic() {
        var topic = new TopicName("default", "t" + NAMES.incrementAndGet());
        log.define(TopicSettings.of(topic).withPartitions(2)).block(SOON);
        return topic;
    }

    private TriggerName trigger(TopicName topic, String function) {
        return define(settings(topic, function));
    }

    private static TriggerSettings settings(TopicName topic, String function) {
        var name = new TriggerName("default", "on-" + topic.name());
        return TriggerSettings.of(name, topic, function).withRetry(QUICK);
    }

    private TriggerName define(TriggerSettings settings) {
        triggers.define(settings, new Start.Earliest()).block(SOON);
        return settings.name();
    }

    private void append(TopicName topic, String key, String payload) {
        log.append(topic, List.of(NewEvent.of(key, payload))).block(SOON);
    }

    private JsonNode value(String key) {
        var entry = state.get(SPACE, key).block(SOON);
        return entry == null ? JSON.nullNode() : JSON.readTree(entry.value());
    }

    private void awaitDone(TriggerName trigger) {
        await().atMost(SOON)
                .until(
                        () ->
                                progress(trigger).stream()
                                        .allMatch(partition -> partition.counts().pending() == 0));
    }

    private List<TriggerProgress> progress(TriggerName trigger) {
        return Objects.requireNonNull(triggers.progress(trigger).block(SOON));
    }

    private List<DeadLetter> letters(TriggerName trigger) {
        return Objects.requireNonNull(
                triggers.deadLetters(trigger, 0, 100).collectList().block(SOON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void handlesEachEventOnceInOrderOfItsKey(String runtime) {
        var topic = topic();
        var out = topic();
        var trigger = trigger(topic, "sum-" + runtime);

        for (var n = 0; n < 40; n++) {
            append(topic, "k" + n % 4, "{\"n\":%d,\"out\":\"%s\"}".formatted(n, out.name()));
        }
        awaitDone(trigger);

        for (var k = 0; k < 4; k++) {
            var first = k;
            assertThat(value(topic.name() + "/k" + k))
                    .isEqualTo(
                            JSON.valueToTree(
                                    IntStream.range(0, 10).map(i -> first + 4 * i).toArray()));
        }
        assertThat(
                        Objects.requireNonNull(log.ranges(out).block(SOON)).stream()
                                .mapToLong(range -> range.next())
                                .sum())
                .isEqualTo(40);
        assertThat(letters(trigger)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void parksAPoisonousEventAndGoesOn(String runtime) {
        var topic = topic();
        var trigger = trigger(topic, "sum-" + runtime);

        append(topic, "k", "{\"n\":1}");
        append(topic, "k", "{\"fail\":\"twice\",\"n\":2}");
        append(topic, "k", "{\"n\":3}");
        awaitDone(trigger);

        assertThat(value(topic.name() + "/k")).isEqualTo(JSON.readTree("[1,3]"));
        assertThat(letters(trigger))
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.attempts()).isEqualTo(3);
                            assertThat(letter.error())
                                    .contains("poisoned twice")
                                    .contains("invocation");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "lua"})
    void givesBatchesAsLists(String runtime) {
        var topic = topic();
        var events =
                IntStream.range(0, 10)
                        .mapToObj(
                                n ->
                                        new NewEvent(
                                                null,
                                                "k",
                                                "{\"n\":" + n + "}",
                                                Map.of("h", "x" + n)))
                        .toList();
        log.append(topic, events).block(SOON);

        var trigger = define(settings(topic, "batch-" + runtime).withBatchSize(4));
        awaitDone(trigger);

        var seen = value(topic.name() + "/batches");
        assertThat(seen.size()).isEqualTo(3);
        assertThat(seen.get(0).toString())
                .isEqualTo(
                        "[[0,\"k\",0,\"x0\"],[1,\"k\",1,\"x1\"],[2,\"k\",2,\"x2\"],[3,\"k\",3,\"x3\"]]");
        assertThat(seen.get(2).size()).isEqualTo(2);
    }

    @Test
    void tellsTheFunctionAllAboutTheEvent() {
        var topic = topic();
        var trigger = trigger(topic, "about");
        var trace = "0af7651916cd43dd8448eb211c80319c";
        var headers = Map.of("traceparent", "00-" + trace + "-b7ad6b7169203331-01");

        log.append(topic, List.of(new NewEvent(null, "k", "[1]", headers))).block(SOON);
        awaitDone(trigger);

        var seen = value("about/" + topic.name());
        assertThat(seen.get("args").toString()).isEqualTo("{\"body\":[1]}");
        assertThat(seen.get("trace").stringValue()).isEqualTo(trace);
        assertThat(seen.at("/event/key").stringValue()).isEqualTo("k");
        assertThat(seen.at("/event/trigger").stringValue()).isEqualTo(trigger.name());
        assertThat(seen.at("/event/attempt").intValue()).isEqualTo(1);
        assertThat(seen.at("/event/offset").intValue()).isZero();
        assertThat(seen.at("/event/headers/traceparent").isString()).isTrue();
        assertThat(seen.at("/event/timestamp").longValue())
                .isCloseTo(System.currentTimeMillis(), Offset.offset(60_000L));
    }

    @Test
    void parksWhatNoFunctionHandles() {
        var topic = topic();
        var trigger = trigger(topic, "nowhere");

        append(topic, "k", "{}");
        awaitDone(trigger);

        assertThat(letters(trigger))
                .singleElement()
                .extracting(DeadLetter::error)
                .isEqualTo("there is no function \"nowhere\"");
    }

    @Test
    void stopsAFunctionAtItsDeadline() {
        var topic = topic();
        var trigger =
                define(
                        settings(topic, "slow")
                                .withRetry(
                                        new RetryPolicy(
                                                1, Duration.ofMillis(1), Duration.ofMillis(1)))
                                .withOnFailure(OnFailure.BLOCK));

        append(topic, "k", "{}");

        await().atMost(SOON)
                .until(() -> progress(trigger).stream().anyMatch(TriggerProgress::blocked));
        assertThat(progress(trigger))
                .extracting(TriggerProgress::lastError)
                .anySatisfy(error -> assertThat(error).contains("timed out after 100 ms"));
    }

    @Test
    void keepsNothingOfAFailedDeliveryAndItsCallees() {
        var topic = topic();
        var trigger = trigger(topic, "calls");

        append(topic, "k", "{\"fail\":true}");
        awaitDone(trigger);

        assertThat(letters(trigger)).hasSize(1);
        assertThat(value("calls/mine").isNull()).isTrue();
        assertThat(value("calls/callee").isNull()).isTrue();
        append(topic, "k", "{}");
        awaitDone(trigger);
        assertThat(value("calls/mine").intValue()).isEqualTo(1);
        assertThat(value("calls/callee").intValue()).isEqualTo(1);
    }

    @Test
    void replaysIntoAShadowWithoutEffectOutside() {
        var topic = topic();
        var trigger = trigger(topic, "sum-lua");
        var out = topic();
        for (var n = 0; n < 20; n++) {
            append(topic, "k" + n % 3, "{\"n\":%d,\"out\":\"%s\"}".formatted(n, out.name()));
        }
        append(topic, "last", "{\"n\":0}");
        awaitDone(trigger);

        var replay =
                Objects.requireNonNull(
                        replays.start(trigger, Replays.Rehearsal.NONE, new Start.Earliest())
                                .block(SOON));
        awaitDone(replay.name());

        var prefix = new StateQuery(topic.name() + "/", null, 100);
        assertThat(values(replay.space(), prefix)).isEqualTo(values(SPACE, prefix)).hasSize(4);
        assertThat(
                        Objects.requireNonNull(log.ranges(out).block(SOON)).stream()
                                .mapToLong(range -> range.next())
                                .sum())
                .isEqualTo(20);
        assertThat(replays.captured(replay.name(), 0, 100).collectList().block(SOON)).hasSize(20);
        replays.discard(replay.name()).block(SOON);
    }

    @Test
    void refusesOutboundCallsOfReplays() {
        var topic = topic();
        var trigger = trigger(topic, "about");
        append(topic, "k", "{}");
        awaitDone(trigger);
        assertThat(value("about/" + topic.name()).get("outside").stringValue())
                .isNotEqualTo("not_available");

        var replay =
                Objects.requireNonNull(
                        replays.start(trigger, Replays.Rehearsal.NONE, new Start.Earliest())
                                .block(SOON));
        awaitDone(replay.name());

        var prefix = new StateQuery("about/" + topic.name(), null, 100);
        assertThat(values(replay.space(), prefix).getFirst())
                .contains("\"outside\":\"not_available\"")
                .contains("\"replay\":true");
        replays.discard(replay.name()).block(SOON);
    }

    private List<String> values(StateSpace space, StateQuery query) {
        return Objects.requireNonNull(state.list(space, query).block(SOON)).entries().stream()
                .map(StateEntry::value)
                .toList();
    }
}
