package dev.perigee.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.PlatformTest;
import dev.perigee.functions.FunctionCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class RouteManagementIntegrationTests {

    @Autowired WebTestClient client;
    @Autowired Routes routes;
    @Autowired FunctionCatalog catalog;
    @Autowired DatabaseClient database;

    private String name;

    @BeforeEach
    void saveFunction() {
        name = "f" + UUID.randomUUID().toString().substring(0, 8);
        client.put()
                .uri("/api/v1/functions/" + name)
                .bodyValue(Map.of("runtime", "lua", "source", "return 1"))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    @Test
    void servesANewRouteAtOnce() {
        add("GET", "/" + name + "/:id").expectStatus().isCreated();

        assertThat(routes.current().match("GET", "/" + name + "/7"))
                .isInstanceOf(RouteTable.Match.Found.class);
        client.get()
                .uri("/api/v1/routes")
                .exchange()
                .expectBody()
                .jsonPath("$[?(@.function == '" + name + "')].path")
                .isEqualTo("/" + name + "/:id");
    }

    @Test
    void stopsServingADeletedRoute() {
        var id = (Integer) idOf(add("GET", "/" + name));

        client.delete().uri("/api/v1/routes/" + id).exchange().expectStatus().isNoContent();

        assertThat(routes.current().match("GET", "/" + name))
                .isInstanceOf(RouteTable.Match.NotFound.class);
        client.delete()
                .uri("/api/v1/routes/" + id)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/route-not-found");
    }

    @Test
    void refusesARouteToAMissingFunction() {
        client.post()
                .uri("/api/v1/routes")
                .bodyValue(Map.of("method", "GET", "path", "/x", "function", "no/such"))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/invalid-route")
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/function")
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("\"no/such\""));
    }

    @Test
    void keepsServingWhenARouteCannotBeCompiled() {
        add("GET", "/" + name).expectStatus().isCreated();

        add("GET", "/" + name + "/*rest/more")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/invalid-route");

        assertThat(routes.current().match("GET", "/" + name))
                .isInstanceOf(RouteTable.Match.Found.class);
    }

    @Test
    void refusesARouteThatExists() {
        add("GET", "/" + name).expectStatus().isCreated();

        add("GET", "/" + name)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/route-taken");
    }

    @Test
    void refusesToDeleteAFunctionThatARouteNeeds() {
        add("GET", "/" + name);

        client.delete()
                .uri("/api/v1/functions/" + name)
                .exchange()
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/function-in-use");
    }

    @Test
    void keepsPipelinesAsTheyWereGiven() {
        var pipeline =
                Map.of("backends", List.of(Map.of("static", Map.of("a", 1))), "timeout", "1s");
        client.post()
                .uri("/api/v1/routes")
                .bodyValue(Map.of("path", "/p/" + name, "pipeline", pipeline))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.pipeline.backends[0].static.a")
                .isEqualTo(1)
                .jsonPath("$.function")
                .doesNotExist();

        assertThat(routes.current().match("GET", "/p/" + name))
                .isInstanceOf(RouteTable.Match.Found.class);
    }

    @Test
    void keepsFiltersAndNamesTheirMistakes() {
        var limits = Map.of("limits", List.of(Map.of("requests", 5)));
        client.post()
                .uri("/api/v1/routes")
                .bodyValue(Map.of("path", "/q/" + name, "function", name, "filters", limits))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.filters.limits[0].requests")
                .isEqualTo(5);
        client.post()
                .uri("/api/v1/routes")
                .bodyValue(
                        Map.of(
                                "path",
                                "/r/" + name,
                                "function",
                                name,
                                "filters",
                                Map.of("deny", "nobody")))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/filters/deny");
    }

    @Test
    void namesEveryMistakeInAPipeline() {
        client.post()
                .uri("/api/v1/routes")
                .bodyValue(
                        Map.of(
                                "path",
                                "/p/" + name,
                                "pipeline",
                                Map.of("backends", List.of(), "timeout", 5)))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/pipeline/timeout")
                .jsonPath("$.errors[1].pointer")
                .isEqualTo("/pipeline/backends");
        assertThat(routes.current().match("GET", "/p/" + name))
                .isInstanceOf(RouteTable.Match.NotFound.class);
    }

    @Test
    void namesMissingFields() {
        client.post()
                .uri("/api/v1/routes")
                .bodyValue(Map.of("method", "GET"))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/path")
                .jsonPath("$.errors[1].pointer")
                .isEqualTo("/function");
    }

    @Test
    void followsWhatAnotherProcessCommits() {
        database.sql(
                        """
                        INSERT INTO routes (namespace, method, path, function_id, owner)
                        SELECT namespace, 'GET', :path, id, 'api' FROM functions WHERE name = :name
                        """)
                .bind("path", "/elsewhere/" + name)
                .bind("name", name)
                .then()
                .block();

        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(
                        () ->
                                assertThat(routes.current().match("GET", "/elsewhere/" + name))
                                        .isInstanceOf(RouteTable.Match.Found.class));
    }

    private WebTestClient.ResponseSpec add(String method, String path) {
        return client.post()
                .uri("/api/v1/routes")
                .bodyValue(Map.of("method", method, "path", path, "function", name))
                .exchange();
    }

    private static Object idOf(WebTestClient.ResponseSpec response) {
        var body = response.expectBody(Map.class).returnResult().getResponseBody();
        return Objects.requireNonNull(Objects.requireNonNull(body).get("id"));
    }
}
