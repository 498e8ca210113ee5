package dev.perigee.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.InvocationLog.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

@PlatformTest
class InvocationManagementIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ParameterizedTypeReference<ServerSentEvent<LogLineResponse>> EVENT =
            new ParameterizedTypeReference<>() {};

    private final WebTestClient client;
    private final InvocationRecorder recorder;
    private final InvocationRepository repository;
    private final LogTail tail;
    private final DatabaseClient database;

    @Autowired
    InvocationManagementIntegrationTests(
            WebTestClient client,
            InvocationRecorder recorder,
            InvocationRepository repository,
            LogTail tail,
            DatabaseClient database) {
        this.client = client;
        this.recorder = recorder;
        this.repository = repository;
        this.tail = tail;
        this.database = database;
    }

    @BeforeEach
    void empty() {
        recorder.flush()
                .then(database.sql("TRUNCATE invocations, invocation_logs").then())
                .block(SOON);
    }

    @Test
    void listsNewestFirstByFilterAndPage() {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var records = new ArrayList<InvocationRecord>();
        for (int i = 0; i < 7; i++) {
            records.add(Records.of("f", i % 2 == 0 ? "returned" : "failed", now.minusSeconds(i)));
        }
        records.add(Records.of("g", "failed", now.minusSeconds(60)));
        records.forEach(recorder::add);
        recorder.flush().block(SOON);

        assertThat(ids("?")).isEqualTo(records.stream().map(InvocationRecord::id).toList());
        assertThat(ids("?function=g")).containsExactly(records.get(7).id());
        assertThat(ids("?function=f&outcome=failed"))
                .containsExactly(records.get(1).id(), records.get(3).id(), records.get(5).id());
        assertThat(ids("?namespace=other")).isEmpty();
        assertThat(ids("?from=" + now.minusSeconds(2) + "&to=" + now))
                .containsExactly(records.get(1).id(), records.get(2).id());

        var seen = new ArrayList<UUID>();
        var path = "/api/v1/invocations?limit=3";
        while (path != null) {
            var page =
                    client.get()
                            .uri(path)
                            .exchange()
                            .expectBodyList(InvocationResponse.class)
                            .returnResult();
            assertThat(page.getResponseBody()).isNotNull().hasSizeLessThanOrEqualTo(3);
            Objects.requireNonNull(page.getResponseBody()).forEach(one -> seen.add(one.id()));
            var link = page.getResponseHeaders().getFirst("Link");
            path = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(seen).isEqualTo(records.stream().map(InvocationRecord::id).toList());
    }

    @Test
    void showsOneInvocationWithItsLog() {
        var made = Records.of("f", "failed", Instant.now(), "line one", "line \0 two");
        recorder.add(made);

        ok("/api/v1/invocations/" + made.id())
                .jsonPath("$.function")
                .isEqualTo("f")
                .jsonPath("$.outcome")
                .isEqualTo("failed")
                .jsonPath("$.error")
                .isEqualTo("it \ufffd broke")
                .jsonPath("$.stack")
                .isEqualTo("stack")
                .jsonPath("$.durationMs")
                .isEqualTo(1.5)
                .jsonPath("$.traceId")
                .isEqualTo(made.span().traceId())
                .jsonPath("$.logLines")
                .isEqualTo(2);
        ok("/api/v1/invocations/" + made.id() + "/logs")
                .jsonPath("$.length()")
                .isEqualTo(2)
                .jsonPath("$[0].message")
                .isEqualTo("line one")
                .jsonPath("$[0].level")
                .isEqualTo("info")
                .jsonPath("$[1].message")
                .isEqualTo("line \ufffd two")
                .jsonPath("$[1].invocationId")
                .isEqualTo(made.id().toString());
    }

    private WebTestClient.BodyContentSpec ok(String path) {
        return client.get().uri(path).exchange().expectStatus().isOk().expectBody();
    }

    @Test
    void explainsBadParametersAndMissingRecords() {
        for (var query : List.of("outcome=bad", "from=yesterday", "to=1", "after=x", "limit=0")) {
            client.get()
                    .uri("/api/v1/invocations?" + query)
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
        for (var id : List.of("no-id", UUID.randomUUID().toString())) {
            client.get()
                    .uri("/api/v1/invocations/" + id + "/logs")
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("https://perigee.dev/problems/invocation-not-found");
        }
    }

    @Test
    void streamsLogLinesAsTheyAreWritten() {
        var events =
                client.get()
                        .uri("/api/v1/logs/tail?function=f")
                        .accept(MediaType.TEXT_EVENT_STREAM)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .returnResult(EVENT)
                        .getResponseBody();

        StepVerifier.create(events)
                .assertNext(first -> assertThat(first.comment()).isEqualTo("alive"))
                .then(() -> Awaitility.await().until(tail::isWatched))
                .then(() -> write("g", "other"))
                .then(() -> write("f", "hello"))
                .assertNext(
                        event -> {
                            assertThat(event.event()).isEqualTo("line");
                            assertThat(event.data()).isNotNull();
                            assertThat(Objects.requireNonNull(event.data()).message())
                                    .isEqualTo("hello");
                            assertThat(Objects.requireNonNull(event.data()).function())
                                    .isEqualTo("f");
                            assertThat(Objects.requireNonNull(event.data()).invocationId())
                                    .isEqualTo("some-id");
                        })
                .thenCancel()
                .verify(SOON);
        Awaitility.await()
                .untilAsserted(
                        () -> {
                            write("f", "nobody listens");
                            assertThat(tail.isWatched()).isFalse();
                        });
    }

    private void write(String function, String text) {
        tail.logOf("some-id", new FunctionId("default", function), new KeptLines(100))
                .line(Level.INFO, text);
    }

    @Test
    void keepsDaysApartAndDropsOldOnes() {
        var today = LocalDate.now(ZoneOffset.UTC);
        // Within the retention, so that the recorder itself keeps its hands off.
        var old = today.minusDays(5);
        repository.createDays(old, 2).then(repository.createDays(old, 2)).block(SOON);
        repository
                .insert(
                        List.of(
                                Records.of("f", "failed", noon(old), "line"),
                                Records.of("f", "failed", noon(old.plusDays(1)), "line"),
                                Records.of("f", "failed", noon(old.minusDays(1)), "line"),
                                Records.of("f", "failed", Instant.now(), "line")))
                .block(SOON);
        assertThat(count("invocations_default")).isEqualTo(1);

        repository.dropBefore(old.plusDays(1)).block(SOON);

        assertThat(count("invocations")).isEqualTo(2);
        assertThat(count("invocation_logs")).isEqualTo(2);
        assertThat(count("invocations_default")).isZero();
        repository.dropBefore(old.plusDays(2)).block(SOON);
        assertThat(count("invocations")).isEqualTo(1);
    }

    @Test
    void writesTheSameRecordOnce() {
        var made = Records.of("f", "failed", Instant.now(), "line");

        repository.insert(List.of(made)).then(repository.insert(List.of(made))).block(SOON);

        assertThat(count("invocations")).isEqualTo(1);
        assertThat(count("invocation_logs")).isEqualTo(1);
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    private Long count(String table) {
        var count =
                database.sql("SELECT count(*) FROM " + table)
                        .mapValue(Long.class)
                        .one()
                        .block(SOON);
        assertThat(count).isNotNull();
        return Objects.requireNonNull(count);
    }

    private List<UUID> ids(String query) {
        var found =
                client.get()
                        .uri("/api/v1/invocations" + query)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBodyList(InvocationResponse.class)
                        .returnResult()
                        .getResponseBody();
        assertThat(found).isNotNull();
        return Objects.requireNonNull(found).stream().map(InvocationResponse::id).toList();
    }
}
