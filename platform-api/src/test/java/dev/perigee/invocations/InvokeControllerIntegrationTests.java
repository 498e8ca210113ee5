package dev.perigee.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class InvokeControllerIntegrationTests {

    @Autowired WebTestClient client;

    private String name;

    @BeforeEach
    void chooseName() {
        name = "f" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void returnsTheResult() {
        save("hello");

        invoke(Map.of("input", Map.of("a", 1)))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.outcome")
                .isEqualTo("returned")
                .jsonPath("$.status")
                .isEqualTo(200)
                .jsonPath("$.result.arguments.a")
                .isEqualTo(1)
                .jsonPath("$.id")
                .isNotEmpty();
    }

    @Test
    void invokesAVersionByItsNumber() {
        save("one");
        save("two");

        invoke(Map.of("alias", "1")).expectBody().jsonPath("$.result.text").isEqualTo("one");
        invoke(Map.of()).expectBody().jsonPath("$.result.text").isEqualTo("two");
    }

    @ParameterizedTest
    @CsvSource({
        "reject,rejected,400,no such order",
        "fail,failed,500,main.lua:1: boom",
        "time out,timed_out,504,timed out after 40 ms",
        "exceed,limit_exceeded,500,exceeded memory of 512 MB",
        "refuse,refused,503,busy"
    })
    void saysWhyThereIsNoResult(String source, String outcome, int status, String error) {
        save(source);

        invoke(Map.of("deadlineMs", 40))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.outcome")
                .isEqualTo(outcome)
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.error")
                .isEqualTo(error);
    }

    @Test
    void showsAWholeResponse() {
        save("answer");

        invoke(Map.of())
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(418)
                .jsonPath("$.response.body")
                .isEqualTo("short and stout")
                .jsonPath("$.response.headers[1].value")
                .isEqualTo("2");
    }

    @Test
    void refusesAMissingFunctionAndAWrongDeadline() {
        invoke(Map.of())
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains(name));
        invoke(Map.of("deadlineMs", 0)).expectStatus().isBadRequest();
    }

    private void save(String source) {
        client.put()
                .uri("/api/v1/functions/" + name)
                .bodyValue(Map.of("runtime", "lua", "source", source))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private WebTestClient.ResponseSpec invoke(Map<String, ?> request) {
        return client.post()
                .uri("/api/v1/functions/" + name + "/invocations")
                .bodyValue(request)
                .exchange();
    }
}
