package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class RequestIdTests {

    private static final String MADE = "[0-9a-f]{32}";

    private final TestBackend backend = new TestBackend().json("/b", "{\"b\":1}");
    private final TestGateway gateway =
            TestGateway.production(
                    "GET /f f",
                    "GET /p {\"backends\":[{\"host\":\""
                            + backend.host()
                            + "\",\"path\":\"/b\"}]}");
    private final AtomicReference<String> seen = new AtomicReference<>("");

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        gateway.executor.on(
                "f",
                invocation -> {
                    seen.set(invocation.context().traceId() + invocation.context().json().get());
                    return Mono.just(value("1"));
                });
        var request = HttpRequest.newBuilder(gateway.uri(path));
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static String id(HttpResponse<String> answer) {
        return String.join(" ", answer.headers().allValues("x-request-id"));
    }

    @Test
    void namesRequestsThatHaveNoName() throws Exception {
        var function = get("/f");
        var pipeline = get("/p");

        assertThat(id(function)).matches(MADE);
        assertThat(seen.get())
                .startsWith(id(function))
                .contains("\"x-request-id\":\"" + id(function) + "\"");
        assertThat(id(pipeline)).matches(MADE).isNotEqualTo(id(function));
        assertThat(backend.last().header("x-request-id")).isEqualTo(id(pipeline));
    }

    @Test
    void keepsTheClientsName() throws Exception {
        assertThat(id(get("/p", "X-Request-Id", "order-7/3"))).isEqualTo("order-7/3");
        assertThat(backend.last().header("x-request-id")).isEqualTo("order-7/3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "a;b", "a\"b", "a,b"})
    void repeatsNothingUnsafe(String name) throws Exception {
        assertThat(id(get("/p", "X-Request-Id", name))).matches(MADE);
        assertThat(id(get("/p", "X-Request-Id", "x".repeat(129)))).matches(MADE);
    }

    @Test
    void takesTheNameFromAnotherHeaderOrFromNobody() throws Exception {
        gateway.filter("{'requestId':{'header':'X-Correlation-Id'}}");
        var other = get("/f", "X-Correlation-Id", "c-1", "X-Request-Id", "r-1");
        gateway.filter("{'requestId':{'accept':false}}");
        var own = get("/f", "X-Request-Id", "r-1");

        assertThat(other.headers().firstValue("x-correlation-id")).contains("c-1");
        assertThat(id(other)).isEqualTo("c-1");
        assertThat(id(own)).matches(MADE);
        assertThat(seen.get()).startsWith(id(own)).doesNotContain("r-1");
    }
}
