package dev.perigee.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.Perigee;
import dev.perigee.routes.RouteTable;
import dev.perigee.routes.Routes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Routes in and out by the management interface. */
@SpringBootTest(
        classes = Perigee.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"perigee.mode=dev", "perigee.gateway.port=0"})
@AutoConfigureWebTestClient(timeout = "60s")
class RouteDocumentIntegrationTests {

    private final WebTestClient client;
    private final Routes routes;
    private final String name = "o" + UUID.randomUUID().toString().substring(0, 8);

    @Autowired
    RouteDocumentIntegrationTests(WebTestClient client, Routes routes) {
        this.client = client;
        this.routes = routes;
    }

    private WebTestClient.ResponseSpec post(String document) {
        return client.post()
                .uri("/api/v1/routes/import/openapi?owner={name}&host=http://pets", name)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(document)
                .exchange();
    }

    @Test
    void importsADocumentAndExportsWhatItMade() {
        post("{\"openapi\":\"3.1.0\",\"paths\":{\"/" + name + "/{id}\":{\"get\":{}}}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.routes")
                .isEqualTo(1);

        assertThat(routes.current().match("GET", "/" + name + "/7"))
                .isInstanceOf(RouteTable.Match.Found.class);
        var exported =
                Objects.requireNonNull(
                        client.get()
                                .uri("/api/v1/routes/openapi")
                                .exchange()
                                .expectBody(JsonNode.class)
                                .returnResult()
                                .getResponseBody());
        assertThat(exported.get("paths").propertyNames()).contains("/" + name + "/{id}");
    }

    @Test
    void namesAllThatIsWrongWithRoutes() {
        client.post()
                .uri("/api/v1/deployments")
                .bodyValue(
                        Map.of(
                                "project",
                                name,
                                "functions",
                                List.of(),
                                "routes",
                                List.of(
                                        Map.of(
                                                "method",
                                                "GET",
                                                "path",
                                                "/" + name,
                                                "pipeline",
                                                Map.of()),
                                        Map.of(
                                                "method",
                                                "GET",
                                                "path",
                                                "/" + name + "/b",
                                                "pipeline",
                                                Map.of(
                                                        "backends",
                                                        List.of(Map.of("static", Map.of()))),
                                                "filters",
                                                Map.of("maxBody", "huge")))))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[*].pointer")
                .isEqualTo(List.of("/routes/0/pipeline/backends", "/routes/1/filters/maxBody"));
        assertThat(routes.current().match("GET", "/" + name))
                .isInstanceOf(RouteTable.Match.NotFound.class);
    }
}
