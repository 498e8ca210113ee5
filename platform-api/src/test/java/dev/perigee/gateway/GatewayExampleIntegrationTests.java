package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.Perigee;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * The example with a gateway file, served as {@code perigee dev} does and used as its page says.
 */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "perigee.mode=dev",
            "perigee.gateway.port=0",
            "perigee.project.directory=../examples/storefront"
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayExampleIntegrationTests {

    private final HttpClient client = HttpClient.newHttpClient();
    private final GatewayServer gateway;

    @Autowired
    GatewayExampleIntegrationTests(GatewayServer gateway) {
        this.gateway = gateway;
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                        .timeout(Duration.ofSeconds(30));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @BeforeAll
    void waitForTheProject() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> get("/status").statusCode() == 200);
        // The first calls of functions on a busy machine may outlast the routes' own timeouts.
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () ->
                                get("/products/1")
                                        .headers()
                                        .firstValue("x-perigee-completed")
                                        .orElse("")
                                        .equals("true"));
    }

    @Test
    void mergesBackends() throws Exception {
        var answer = get("/products/2");

        assertThat(answer.body())
                .contains("\"name\":\"Teapot\"")
                .contains("\"inStock\":20")
                .contains("\"reviews\":{")
                .doesNotContain("hidden")
                .doesNotContain("cost");
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(answer.headers().firstValue("ratelimit-limit")).contains("200");
    }

    @Test
    void asksForEachLineUnlessTheOrderIsADraft() throws Exception {
        assertThat(get("/orders/7").body()).contains("\"stock\":[{\"count\":10},{\"count\":20}]");
        assertThat(get("/orders/8").body()).contains("\"draft\"").doesNotContain("stock");
    }

    @Test
    void protectsRoutes() throws Exception {
        assertThat(get("/invoices").statusCode()).isEqualTo(401);
        assertThat(get("/invoices", "X-Api-Key", "sesame").body()).contains("\"warehouse\"");
        assertThat(
                        get("/status", "Origin", "https://shop.example")
                                .headers()
                                .firstValue("access-control-allow-origin"))
                .contains("https://shop.example");
        assertThat(get("/status").headers().firstValue("ratelimit-limit")).isEmpty();
    }
}
