package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever backends send, clients get a clear answer in time, and memory stays bounded. */
class HostileBackendTests {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static final List<RawBackend.Conversation> ENDLESS =
            List.of(
                    connection -> {
                        while (true) {
                            connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                        }
                    },
                    connection -> {
                        connection.write(OK);
                        while (true) {
                            connection.write("X: y\r\n");
                        }
                    },
                    connection -> {
                        connection.write(OK + "\r\n");
                        while (true) {
                            connection.write("{\"a\":1,");
                        }
                    },
                    connection -> {
                        connection.write(OK + "Transfer-Encoding: chunked\r\n\r\n");
                        while (true) {
                            connection.write("1\r\n \r\n");
                        }
                    },
                    connection -> {
                        for (var c : (OK + "Content-Length: 2\r\n\r\n{}").toCharArray()) {
                            connection.write(String.valueOf(c));
                            TestBackend.pause(200);
                        }
                    });

    private static TestGateway gateway(RawBackend backend, String more) {
        return TestGateway.production(
                ("GET /x {'timeout':'1500ms',"
                                + more
                                + "'backends':[{'host':'"
                                + backend.host()
                                + "'}]}")
                        .replace('\'', '"'));
    }

    private static RawBackend saying(byte[] bytes) {
        return new RawBackend(
                connection -> {
                    connection.readHead();
                    connection.out().write(bytes);
                    connection.out().flush();
                });
    }

    private static RawBackend saying(String text) {
        return saying(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String answerWith(String headers, String body) {
        return OK + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static Stream<Arguments> garbage() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("no HTTP", "hello\r\n\r\n"),
                Arguments.of("zeros", "\0".repeat(100_000)),
                Arguments.of("a status that is no number", "HTTP/1.1 abc OK\r\n\r\n"),
                Arguments.of(
                        "an unknown protocol", "SMTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
                Arguments.of("half a head", "HTTP/1.1 200 OK\r\nContent-Le"),
                Arguments.of(
                        "a long status line", "HTTP/1.1 200 " + "x".repeat(200_000) + "\r\n\r\n"),
                Arguments.of("a long header", OK + "X: " + "x".repeat(200_000) + "\r\n\r\n{}"),
                Arguments.of("many headers", OK + "X-A: b\r\n".repeat(20_000) + "\r\n{}"),
                Arguments.of("a body cut off", OK + "Content-Length: 10\r\n\r\n{}"),
                Arguments.of(
                        "two lengths", OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
                Arguments.of("a negative length", OK + "Content-Length: -2\r\n\r\n{}"),
                Arguments.of(
                        "bad chunks",
                        OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
                Arguments.of(
                        "chunks cut off", OK + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
                Arguments.of("TLS", "\u0015\u0003\u0001\u0000\u0002\u0002P"));
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("no gzip", answerWith("Content-Encoding: gzip\r\n", "{\"a\":1}")),
                Arguments.of(
                        "no deflate", answerWith("Content-Encoding: deflate\r\n", "{\"a\":1}")),
                Arguments.of(
                        "an unknown coding", answerWith("Content-Encoding: br\r\n", "{\"a\":1}")),
                Arguments.of("two codings", answerWith("Content-Encoding: gzip, gzip\r\n", "{}")),
                Arguments.of("no JSON", answerWith("", "<html>")),
                Arguments.of("half JSON", answerWith("", "{\"a\":")),
                Arguments.of("two values", answerWith("", "{} {}")),
                Arguments.of("another type", answerWith("", "[1]")),
                Arguments.of("bad UTF-8", answerWith("", "{\"a\":\"\u00ff\u00fe\"}")),
                Arguments.of("deep JSON", answerWith("", "{\"a\":" + "[".repeat(100_000))),
                Arguments.of("long numbers", answerWith("", "{\"a\":" + "9".repeat(100_000) + "}")),
                Arguments.of(
                        "too much", answerWith("", "{\"a\":\"" + "x".repeat(1_100_000) + "\"}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"garbage", "unreadable"})
    void unusableAnswersBecome502(String what, String bytes) throws Exception {
        try (var backend = saying(bytes);
                var gateway = gateway(backend, "")) {
            assertClear(gateway.get("/x"), 502);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void unusableAnswersAreNotPassedOn(String what, String bytes) throws Exception {
        try (var backend = saying(bytes);
                var gateway = gateway(backend, "'output':'no-op',")) {
            var answer = gateway.raw("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            if (bytes.startsWith(OK) && answer.startsWith("HTTP/1.1 200")) {
                // The head was fine: the client sees that the rest is missing.
                assertThat(answer).doesNotEndWith("\r\n0\r\n\r\n").doesNotEndWith("10\r\n\r\n");
            } else {
                assertThat(answer)
                        .startsWith("HTTP/1.1 502 ")
                        .endsWith("{\"error\":\"a backend gave no usable answer\"}");
            }
        }
    }

    @Test
    void endlessAnswersAreCutOff() throws Exception {
        for (var conversation : ENDLESS) {
            try (var backend =
                            new RawBackend(
                                    connection -> {
                                        connection.readHead();
                                        conversation.hold(connection);
                                    });
                    var gateway = gateway(backend, "")) {
                var answer = gateway.get("/x");

                assertThat(answer.statusCode()).isIn(502, 504);
                assertClear(answer, answer.statusCode());
            }
        }
    }

    @Test
    void silentBackendsBecome504() throws Exception {
        try (var backend = new RawBackend(RawBackend.Connection::awaitEnd);
                var gateway = gateway(backend, "")) {
            assertClear(gateway.get("/x"), 504);
        }
    }

    @Test
    void bombsAreDefused() throws Exception {
        var bomb = zeros(200 << 20);
        assertThat(bomb.length).isLessThan(1 << 20);
        var head = OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n";
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    connection.readHead();
                                    connection.write(head);
                                    connection.out().write(bomb);
                                });
                var gateway = gateway(backend, "")) {
            for (int i = 0; i < 3; i++) {
                assertClear(gateway.get("/x"), 502);
            }
        }
    }

    private static byte[] zeros(int length) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            var block = new byte[1 << 20];
            for (int i = 0; i < length; i += block.length) {
                zip.write(block);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void entityBombsAreDefused() throws Exception {
        var xml =
                "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                        + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><l>&c;</l>";
        try (var backend = saying(answerWith("", xml));
                var gateway =
                        TestGateway.production(
                                ("GET /x {'backends':[{'encoding':'xml','host':'"
                                                + backend.host()
                                                + "'}]}")
                                        .replace('\'', '"'))) {
            assertClear(gateway.get("/x"), 502);
        }
    }

    /** What a backend adds behind its answer must not become the next client's answer. */
    @Test
    void whatFollowsAnAnswerIsNotTheNextOne() throws Exception {
        var requests = new AtomicInteger();
        try (var backend =
                        new RawBackend(
                                connection -> {
                                    while (!connection.readHead().isEmpty()) {
                                        var number = requests.incrementAndGet();
                                        var body = "{\"n\":" + number + "}";
                                        connection.write(
                                                answerWith("", body)
                                                        + answerWith("", "{\"injected\":true}"));
                                    }
                                });
                var gateway = gateway(backend, "")) {
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.get("/x").body()).doesNotContain("injected");
            }
        }
    }

    @Test
    void headersThatSplitAnswersAreNotPassedOn() throws Exception {
        for (var header :
                new String[] {"X: a\rSet-Cookie: b", "X: a\u0000b", "X: a\n Set-Cookie: b"}) {
            try (var backend = saying(answerWith(header + "\r\n", "{}"));
                    var gateway = gateway(backend, "'output':'no-op',")) {
                var answer = gateway.raw("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

                assertThat(answer).doesNotContain("\nSet-Cookie").doesNotContain("\u0000");
            }
        }
    }

    private static void assertClear(HttpResponse<String> answer, int status) {
        var text =
                status == 504
                        ? "{\"error\":\"a backend took too long\"}"
                        : "{\"error\":\"a backend gave no usable answer\"}";
        assertThat(answer.statusCode() + " " + answer.body()).isEqualTo(status + " " + text);
    }

    @Test
    void answersComeInTime() throws Exception {
        try (var backend = saying("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}");
                var gateway = gateway(backend, "")) {
            var begin = System.nanoTime();
            gateway.get("/x");

            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }
}
