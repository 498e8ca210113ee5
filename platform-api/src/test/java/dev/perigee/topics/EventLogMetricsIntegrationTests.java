package dev.perigee.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import dev.perigee.events.LogStatistics;
import dev.perigee.events.LogStatistics.Letters;
import dev.perigee.events.LogStatistics.OfTopic;
import dev.perigee.events.LogStatistics.OfTrigger;
import dev.perigee.events.TopicName;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerProgress.Counts;
import dev.perigee.events.postgres.PostgresEventLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class EventLogMetricsIntegrationTests {

    @Autowired WebTestClient client;
    @Autowired PostgresEventLog log;

    private String topicWithTrigger() {
        var name = "m" + UUID.randomUUID().toString().substring(0, 8);
        post("/api/v1/topics", "{\"name\":\"" + name + "\",\"partitions\":2}");
        client.put()
                .uri("/api/v1/functions/" + name)
                .bodyValue(Map.of("runtime", "lua", "source", "return 1"))
                .exchange()
                .expectStatus()
                .isCreated();
        post(
                "/api/v1/triggers",
                "{\"name\":\"%1$s\",\"topic\":\"%1$s\",\"function\":\"%1$s\"}".formatted(name));
        post("/api/v1/triggers/" + name + "/pause", "");
        return name;
    }

    private void post(String path, String body) {
        client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }

    @Test
    void showsWhatBecameOfTheEvents() {
        var name = topicWithTrigger();
        post("/api/v1/topics/" + name + "/events", "[{\"payload\":1},{\"payload\":2}]");
        var registry = new SimpleMeterRegistry();
        var metrics = new EventLogMetrics(log, registry);

        metrics.refresh().block(Duration.ofSeconds(10));

        assertThat(gauge(registry, "perigee.topics.appended", "topic", name)).isEqualTo(2);
        assertThat(gauge(registry, "perigee.triggers.pending", "trigger", name)).isEqualTo(2);
        assertThat(gauge(registry, "perigee.triggers.unaccounted", "trigger", name)).isZero();
        client.delete().uri("/api/v1/triggers/" + name).exchange().expectStatus().isNoContent();
        metrics.refresh().block(Duration.ofSeconds(10));
        assertThat(registry.find("perigee.triggers.pending").tag("trigger", name).gauge()).isNull();
    }

    @Test
    void boundsTheNumberOfNames() {
        var registry = new SimpleMeterRegistry();
        var many = IntStream.range(0, EventLogMetrics.MOST + 50);

        new EventLogMetrics(log, registry)
                .show(
                        new LogStatistics(
                                many.mapToObj(n -> new OfTopic(new TopicName("n", "t" + n), 10, 1))
                                        .toList(),
                                List.of(
                                        new OfTrigger(
                                                new TriggerName("n", "lossy"),
                                                null,
                                                new Counts(10, 5, 1, 1, 1),
                                                0,
                                                new Letters(1, 0),
                                                Instant.EPOCH))));

        assertThat(registry.find("perigee.topics.appended").gauges())
                .hasSize(EventLogMetrics.MOST + 1);
        assertThat(gauge(registry, "perigee.topics.appended", "topic", EventLogMetrics.OTHER))
                .isEqualTo(500);
        assertThat(gauge(registry, "perigee.triggers.unaccounted", "trigger", "lossy"))
                .isEqualTo(2);
    }

    private static double gauge(
            SimpleMeterRegistry registry, String meter, String tag, String value) {
        return registry.get(meter).tag(tag, value).gauge().value();
    }
}
