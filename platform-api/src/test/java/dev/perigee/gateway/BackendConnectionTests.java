package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How connections to backends are used again, and what happens when these close them. */
class BackendConnectionTests {

    private static TestGateway gateway(RawBackend backend, String method) {
        return TestGateway.production(
                (method + " /x {'backends':[{'host':'" + backend.host() + "'}]}")
                        .replace('\'', '"'));
    }

    /** Answers one request on each connection, and closes it on the second. */
    private static RawBackend forgetful(AtomicInteger heads) {
        return new RawBackend(
                connection -> {
                    var body = connection.readHead();
                    heads.incrementAndGet();
                    connection.skipBody(body);
                    connection.answer("200 OK", "{\"n\":1}");
                    heads.addAndGet(connection.readHead().isEmpty() ? 0 : 1);
                });
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    while (!connection.readHead().isEmpty()) {
                                        connection.answer("200 OK", "{\"n\":1}");
                                    }
                                });
                var gateway = gateway(backend, "GET")) {
            for (int i = 0; i < 10; i++) {
                assertThat(gateway.get("/x").body()).isEqualTo("{\"n\":1}");
            }

            assertThat(backend.accepted()).isEqualTo(1);
        }
    }

    @Test
    void repeatsWhatAServerClosedUnanswered() throws Exception {
        var heads = new AtomicInteger();
        try (var backend = forgetful(heads);
                var gateway = gateway(backend, "GET")) {
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.get("/x").statusCode()).isEqualTo(200);
            }

            assertThat(backend.accepted()).isEqualTo(5);
            assertThat(heads).hasValue(9);
        }
    }

    @Test
    void neverRepeatsWhatMayHaveHadAnEffect() throws Exception {
        var heads = new AtomicInteger();
        try (var backend = forgetful(heads);
                var gateway = gateway(backend, "POST")) {
            assertThat(gateway.post("/x", "application/json", "{}").statusCode()).isEqualTo(200);
            assertThat(gateway.post("/x", "application/json", "{}").statusCode()).isEqualTo(502);

            assertThat(backend.accepted()).isEqualTo(1);
            assertThat(heads).hasValue(2);
        }
    }

    @Test
    void waitsForTheAnswerBehindInterimOnes() throws Exception {
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    while (!connection.readHead().isEmpty()) {
                                        connection.write(
                                                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                                        connection.answer("200 OK", "{\"n\":1}");
                                    }
                                });
                var gateway = gateway(backend, "GET")) {
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.get("/x").body()).isEqualTo("{\"n\":1}");
            }
        }
    }
}
