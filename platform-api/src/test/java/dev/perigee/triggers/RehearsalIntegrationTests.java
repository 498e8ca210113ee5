package dev.perigee.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.Perigee;
import dev.perigee.events.EventLog;
import dev.perigee.events.NewEvent;
import dev.perigee.events.PartitionRange;
import dev.perigee.events.Start;
import dev.perigee.events.StateEntry;
import dev.perigee.events.StateQuery;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.events.Triggers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Replays of a long past, and rehearsals of a version before it is live. The system property {@code
 * perigee.replay.events} makes it the long run of {@code benchmarks/replay.sh}.
 */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"perigee.mode=dev", "perigee.gateway.port=0"})
@AutoConfigureWebTestClient(timeout = "60s")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RehearsalIntegrationTests {

    private static final int EVENTS = Integer.getInteger("perigee.replay.events", 2_000);
    private static final int KEYS = 100;
    private static final int PAGE = 1_000;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(15);
    private static final String NAMESPACE = "default";
    private static final TopicName ORDERS = new TopicName(NAMESPACE, "rehearsed-orders");
    private static final TopicName TOTALS = new TopicName(NAMESPACE, "rehearsed-totals");
    private static final TriggerName TRIGGER = new TriggerName(NAMESPACE, "rehearsed");

    /** Its state depends on the order of the events and on letters beyond ASCII. */
    private static final String TOTAL =
            """
            local state, topics, http = require "state", require "topics", require "http"
            return function(args, ctx)
              local key = "total/" .. ctx.event.key
              local total = state.get(key) or { n = 0, mixed = 0, text = "Größe" }
              total.n = total.n + 1
              total.mixed = (total.mixed * 31 + args.amount%s) %% 1000003
              if args.call then total.outside = not pcall(http.get, args.call) end
              state.put(key, total)
              topics.append("rehearsed-totals", { [ctx.event.key] = { mixed = total.mixed } })
            end
            """;

    private static final String FLAW =
            " + ((ctx.event.key == \"k7\" or ctx.event.key == \"k42\") and 1 or 0)";

    @Autowired private WebTestClient management;
    @Autowired private EventLog log;
    @Autowired private StateStore state;
    @Autowired private Triggers triggers;

    @BeforeAll
    void appendHistory() {
        save(TOTAL.formatted(""), true);
        log.define(TopicSettings.of(ORDERS)).block(SOON);
        log.define(TopicSettings.of(TOTALS).withPartitions(1)).block(SOON);
        for (var from = 0; from < EVENTS; from += 500) {
            log.append(
                            ORDERS,
                            IntStream.range(from, Math.min(from + 500, EVENTS))
                                    .mapToObj(RehearsalIntegrationTests::order)
                                    .toList())
                    .block(SOON);
        }
        triggers.define(TriggerSettings.of(TRIGGER, ORDERS, "total"), new Start.Earliest())
                .block(SOON);
        awaitDone(TRIGGER.name());
    }

    private static NewEvent order(int n) {
        return NewEvent.of("k" + n % KEYS, "{\"amount\":%d}".formatted(n));
    }

    @Test
    void aReplayOfTheWholePastGivesTheSameBytesAndNoEffect() {
        var live = entries(0);
        var published = published();

        var replay = start(Map.of("trigger", TRIGGER.name()));
        awaitDone(replay);

        assertThat(live).hasSize(KEYS);
        assertThat(entries(generation(replay))).isEqualTo(live);
        assertThat(differences(replay)).isEmpty();
        assertThat(published()).as("events of the other topic").isEqualTo(published);
        assertThat(entries(0)).isEqualTo(live);
        request(HttpMethod.DELETE, "/api/v1/replays/" + replay, null);
    }

    @Test
    void rehearsesAVersionThatIsNotLiveAndMakesItLiveWhenPromoted() {
        var live = entries(0);
        var version = save(TOTAL.formatted(FLAW), false).get("version").intValue();

        var replay = start(Map.of("trigger", TRIGGER.name(), "version", version));
        awaitDone(replay);

        assertThat(differences(replay)).containsExactly("total/k42", "total/k7");
        assertThat(entries(0)).isEqualTo(live);
        assertThat(liveVersion()).isEqualTo(version - 1);
        assertThat(request(HttpMethod.GET, "/api/v1/replays/" + replay, null).get("version"))
                .hasToString("\"" + version + "\"");

        var shadow = entries(generation(replay));
        request(HttpMethod.POST, "/api/v1/replays/" + replay + "/promote", null);

        assertThat(entries(0)).isEqualTo(shadow);
        assertThat(liveVersion()).isEqualTo(version);
        save(TOTAL.formatted(""), true);
        var back = start(Map.of("trigger", TRIGGER.name()));
        awaitDone(back);
        request(HttpMethod.POST, "/api/v1/replays/" + back + "/promote", null);
        assertThat(entries(0)).isEqualTo(live);
    }

    @Test
    void refusesAVersionThatIsNotThere() {
        management
                .post()
                .uri("/api/v1/replays")
                .bodyValue(Map.of("trigger", TRIGGER.name(), "version", 9_999))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/version")
                .jsonPath("$.detail")
                .value(detail -> assertThat(detail.toString()).contains("9999"));
    }

    private JsonNode save(String source, boolean publish) {
        return request(
                HttpMethod.PUT,
                "/api/v1/functions/total?publish=" + publish,
                Map.of("runtime", "lua", "source", source));
    }

    private int liveVersion() {
        var aliases = request(HttpMethod.GET, "/api/v1/functions/total/aliases", null);
        return StreamSupport.stream(aliases.spliterator(), false)
                .filter(alias -> alias.get("name").stringValue().equals("live"))
                .findFirst()
                .orElseThrow()
                .get("version")
                .intValue();
    }

    private String start(Map<String, Object> replay) {
        return request(HttpMethod.POST, "/api/v1/replays", replay).get("name").stringValue();
    }

    private JsonNode request(HttpMethod method, String path, @Nullable Object body) {
        var request = management.method(method).uri(path);
        var answer = (body == null ? request : request.bodyValue(body)).exchange();
        var json =
                answer.expectStatus()
                        .is2xxSuccessful()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody();
        return json == null ? NullNode.instance : json;
    }

    private void awaitDone(String trigger) {
        var name = new TriggerName(NAMESPACE, trigger);
        await().atMost(LONG)
                .until(
                        () ->
                                Objects.requireNonNull(triggers.progress(name).block(SOON)).stream()
                                        .allMatch(p -> p.counts().pending() == 0));
        assertThat(Objects.requireNonNull(triggers.progress(name).block(SOON)))
                .allMatch(p -> p.counts().parked() == 0);
    }

    private long generation(String replay) {
        return Objects.requireNonNull(
                        triggers.trigger(new TriggerName(NAMESPACE, replay)).block(SOON))
                .generation();
    }

    private long published() {
        return Objects.requireNonNull(log.ranges(TOTALS).block(SOON)).stream()
                .mapToLong(PartitionRange::next)
                .sum();
    }

    /** Keys and values, byte for byte. */
    private List<String> entries(long generation) {
        var query = new StateQuery("total/", null, PAGE);
        var page =
                Objects.requireNonNull(
                        state.list(new StateSpace(NAMESPACE, generation), query).block(SOON));
        return page.entries().stream().map(RehearsalIntegrationTests::text).toList();
    }

    private static String text(StateEntry entry) {
        return entry.key() + "=" + entry.value();
    }

    private List<String> differences(String replay) {
        var keys = new ArrayList<String>();
        request(HttpMethod.GET, "/api/v1/replays/" + replay + "/differences?limit=200", null)
                .forEach(difference -> keys.add(difference.get("key").stringValue()));
        return keys;
    }
}
