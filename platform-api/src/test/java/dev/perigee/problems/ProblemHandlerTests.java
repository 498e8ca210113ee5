package dev.perigee.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class ProblemHandlerTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final ProblemHandler handler = new ProblemHandler(new JsonMapper(), List.of());
    private final MockServerWebExchange exchange =
            MockServerWebExchange.from(MockServerHttpRequest.get("/api/v1/topics"));

    @Test
    void answersWhenTheDatabaseBrokeTheConnection() {
        var reset =
                new DataAccessResourceFailureException(
                        "the append", new IOException("Connection reset by peer"));

        StepVerifier.create(handler.handle(exchange, reset)).expectComplete().verify(SOON);

        assertThat(exchange.getResponse().getStatusCode())
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(exchange.getResponse().getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
    }

    @Test
    void saysNothingToAClientThatIsGone() {
        var gone = new IOException("Broken pipe");

        StepVerifier.create(handler.handle(exchange, gone))
                .expectErrorSatisfies(error -> assertThat(error).isSameAs(gone))
                .verify(SOON);

        assertThat(exchange.getResponse().getStatusCode()).isNull();
    }
}
