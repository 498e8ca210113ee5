package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose end two parsers may see in different places are refused, and what follows them on
 * the connection is not taken for a request. A dash stands for the end of a line.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTests {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    private final AtomicInteger smuggled = new AtomicInteger();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private RawBackend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() {
        backend =
                new RawBackend(
                        connection -> {
                            for (var head = connection.readHead();
                                    !head.isEmpty();
                                    head = connection.readHead()) {
                                heads.add(head);
                                if (head.contains("/smuggled")) {
                                    smuggled.incrementAndGet();
                                }
                                connection.skipBody(head);
                                connection.answer("200 OK", "ok");
                            }
                        });
        var backends =
                " {\"output\":\"no-op\",\"headers\":\"*\",\"backends\":[{\"host\":\""
                        + backend.host()
                        + "\",\"path\":\"/{*rest}\",\"method\":\"POST\"}]}";
        gateway = TestGateway.development("ANY /*rest" + backends);
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4-Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked-Content-Length: 4",
                "Transfer-Encoding: chunked-Transfer-Encoding: identity",
                "Transfer-Encoding: identity-Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\u00a0chunked",
                "Transfer_Encoding\u0000: chunked-Content-Length: 0",
                "Transfer-Encoding: identity",
                "Content-Length: 4-Content-Length: 5",
                "Content-Length: 4-content-length: 40",
                "Content-Length: 4, 5",
                "Content-Length: +4",
                "Content-Length: -4",
                "Content-Length: 0x4",
                "Content-Length: 4 4",
                "Content-Length: 4;",
                "Content-Length: ",
                "Content-Length: 99999999999999999999",
                "Content-Length : 4",
                " Content-Length: 4",
                "X\r: 1",
                "X: a\rContent-Length: 4",
                "X: a\u0000b",
                "X Y: 1",
                "no colon",
                ": empty",
                "Host: y",
            })
    void refusesHeadersThatCanBeReadInTwoWays(String headers) throws Exception {
        assertRefused(
                "POST /a HTTP/1.1\r\nHost: x\r\n"
                        + headers.replace("-Content-L", "\r\nContent-L")
                                .replace("-content-l", "\r\ncontent-l")
                                .replace("-Transfer-E", "\r\nTransfer-E")
                        + "\r\n\r\n0\r\n\r\n"
                        + SMUGGLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5g\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                "5\r\nhelloworld\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nT: 1\r\n U: 2\r\n\r\n",
            })
    void refusesBadChunks(String body) throws Exception {
        smuggled.set(0);
        var answer =
                gateway.raw(
                        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + body
                                + SMUGGLED);

        assertThat(answer).as(body).startsWith("HTTP/1.1 400 ").doesNotContain("200 OK");
        assertThat(smuggled).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /a HTTP/1.1\nHost: x\nContent-Length: 0\n\n",
                "POST /a HTTP/1.1\r\nHost: x\nContent-Length: 0\r\n\r\n",
                "POST /a b HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /a HTTP/1.1 \r\nHost: x\r\n\r\n",
                "POST /a\r\nHost: x\r\n\r\n",
                "POST /a HTTP/1.x\r\nHost: x\r\n\r\n",
                "POST /a HTTP/9.9\r\nHost: x\r\n\r\n",
                "POST /a HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "PO(ST /a HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nX: 1\r\n Content-Length: 40\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nX: 1\r\n\tTransfer-Encoding: chunked\r\n\r\n",
                "POST /a HTTP/1.1\r\n Host: y\r\nHost: x\r\n\r\n",
                " POST /a HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST  /a HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /a  HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST\t/a HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /a\tHTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /a\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /a HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0000\u0000\r\n\r\n",
            })
    void refusesRequestLinesThatCanBeReadInTwoWays(String head) throws Exception {
        assertRefused(head + SMUGGLED);
    }

    /** Also behind other requests, with and without a body, and when it comes byte by byte. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /first HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /first HTTP/1.1\r\nHost: x\r\ncontent-Length: 7\r\n\r\n\n folded",
                "POST /first HTTP/1.1\r\nHost: x\r\nCHUNKED\r\n\r\n2;e\r\n\n \r\n0\r\nT: 1\r\n\r\n",
                "POST /first HTTP/1.1\r\nHost: x\r\nCHUNKED\r\n\r\n0\r\n\r\n",
            })
    void refusesFoldedHeadersWhereverTheyAre(String before) throws Exception {
        var folded = "POST /folded HTTP/1.1\r\nHost: x\r\nX: 1\r\n Y: 2\r\n\r\n";
        for (var slow : List.of(false, true)) {
            heads.clear();
            try (var socket = gateway.connect()) {
                var out = socket.getOutputStream();
                var bytes = (chunked(before) + folded).getBytes(StandardCharsets.ISO_8859_1);
                for (int i = 0; i < bytes.length; i += slow ? 1 : bytes.length) {
                    out.write(bytes, i, slow ? 1 : bytes.length);
                }
                var answer = TestGateway.readAll(socket);

                assertThat(answer).contains("HTTP/1.1 400 ");
                assertThat(heads).noneMatch(head -> head.contains("/folded"));
            }
        }
    }

    private void assertRefused(String request) throws IOException {
        smuggled.set(0);
        var answer = gateway.raw(request);

        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("200 OK");
        assertThat(answer.split("HTTP/1.1 ", -1)).as(answer).hasSize(2);
        assertThat(smuggled).hasValue(0);
    }

    private static String chunked(String request) {
        return request.replace("CHUNKED", "Transfer-Encoding: chunked");
    }

    /** What a parser may forgive reaches the backend in the one clear form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /a HTTP/1.1\r\nHost: x\r\nCHUNKED\r\n\r\n5 5\r\nhello\r\n0\r\n\r\n",
            })
    void passesOnOneReadingOnly(String request) throws Exception {
        heads.clear();

        gateway.raw(
                chunked(request)
                        .replace("/a", "/once")
                        .replace("Host: x", "Host: x\r\nConnection: close"));

        assertThat(heads)
                .filteredOn(head -> head.contains("/once"))
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .startsWith("post /once http/1.1\r\n")
                .doesNotContain("\n ", "\n\t", "\ncontent-length: 40");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
                "POST /a HTTP/1.1\r\nHost: x\r\nCHUNKED\r\n\r\n5;n=1\r\nhello\r\n0\r\nT: 1\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nCHUNKED\r\n\r\n7\r\na\n b\n\tc\r\n0\r\n\r\n",
            })
    void takesWhatIsClear(String request) throws Exception {
        smuggled.set(0);
        var last = SMUGGLED.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");

        var answer = gateway.raw(chunked(request) + last);

        assertThat(answer.split("200 OK", -1)).as(answer).hasSize(3);
        assertThat(smuggled).hasValue(1);
        assertThat(answer.getBytes(StandardCharsets.ISO_8859_1)).isNotEmpty();
    }
}
