package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that are too old are asked for by their tag, and what protects backends is counted. */
class RevalidationTests {

    private final TestBackend backend = new TestBackend();
    private final AtomicReference<String> version = new AtomicReference<>("one");
    private final TestGateway gateway =
            TestGateway.production(
                    "GET /x {\"backends\":[{\"host\":\""
                            + backend.host()
                            + "\",\"path\":\"/a\","
                            + "\"cache\":{},\"passHeaders\":[\"X-Seen\"]}]}",
                    "GET /r {\"backends\":[{\"host\":\""
                            + backend.host()
                            + "\",\"path\":\"/r\","
                            + "\"retry\":{\"attempts\":3,\"delay\":\"1ms\",\"budget\":1}}]}",
                    "GET /b {\"backends\":[{\"host\":\""
                            + backend.host()
                            + "\",\"path\":\"/r\","
                            + "\"breaker\":{\"calls\":4,\"open\":\"1m\"}}]}");

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    /** Answers with a tag, or 304 to whoever knows it. */
    private void tagged(String control) {
        backend.on(
                "/a",
                exchange -> {
                    var tag = "\"" + version.get() + "\"";
                    var headers = exchange.getResponseHeaders();
                    headers.set("ETag", tag);
                    headers.set("Cache-Control", control);
                    headers.set("X-Seen", Integer.toString(backend.asked().size()));
                    var known = exchange.getRequestHeaders().getFirst("If-None-Match");
                    if (tag.equals(known)) {
                        exchange.sendResponseHeaders(304, -1);
                    } else {
                        TestBackend.answer(
                                exchange,
                                200,
                                "application/json",
                                "{\"v\":\"" + version.get() + "\"}");
                    }
                });
    }

    @Test
    void anAnswerThatIsConfirmedIsNotFetchedAgain() throws Exception {
        tagged("max-age=1");
        assertThat(gateway.get("/x").body()).isEqualTo("{\"v\":\"one\"}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> gateway.get("/x").headers().firstValue("X-Seen").equals(seen(2)));

        assertThat(gateway.get("/x").body()).isEqualTo("{\"v\":\"one\"}");
        assertThat(backend.asked().get(1).header("if-none-match")).isEqualTo("\"one\"");
        assertThat(count("cache", "outcome", "confirmed")).isEqualTo(1);
        assertThat(count("cache", "outcome", "miss")).isEqualTo(2);
        assertThat(count("cache", "outcome", "hit")).isPositive();
    }

    private static Optional<String> seen(int requests) {
        return Optional.of(Integer.toString(requests));
    }

    @Test
    void anAnswerThatChangedIsTaken() throws Exception {
        tagged("max-age=1");
        gateway.get("/x");
        version.set("two");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> gateway.get("/x").body().equals("{\"v\":\"two\"}"));

        assertThat(backend.last().header("if-none-match")).isEqualTo("\"one\"");
        assertThat(count("cache", "outcome", "confirmed")).isZero();
    }

    @Test
    void retriesAndBreakersAreCounted() throws Exception {
        backend.status("/r", 503, "not now");
        for (int i = 0; i < 20; i++) {
            gateway.get("/r");
        }

        assertThat(count("retries", "outcome", "made")).isBetween(10.0, 12.0);
        assertThat(count("retries", "outcome", "over-budget")).isPositive();

        for (int i = 0; i < 6; i++) {
            gateway.get("/b");
        }
        assertThat(count("breakers.opened")).isEqualTo(1);
        assertThat(count("breakers.refused")).isEqualTo(2);
        assertThat(gateway.registry.get("perigee.gateway.breakers.open").gauge().value())
                .isEqualTo(1);
    }

    private double count(String name, String... tags) {
        return Objects.requireNonNull(
                        gateway.registry.find("perigee.gateway." + name).tags(tags).counter())
                .count();
    }
}
