package dev.perigee.gateway.lura;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import dev.perigee.routes.RouteTable;
import dev.perigee.routes.Routes;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class LuraImportIntegrationTests {

    @Autowired WebTestClient client;
    @Autowired Routes routes;

    private final String name = "i" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void publishesAFileInPlaceOfTheFormerOne() {
        post(file("/" + name + "/{id}", 3))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.routes")
                .isEqualTo(2)
                .jsonPath("$.notices[0].pointer")
                .isEqualTo("/use_h2c");
        assertThat(routes.current().match("GET", "/" + name + "/7"))
                .isInstanceOf(RouteTable.Match.Found.class);

        post(file("/" + name + "/other", 3)).expectStatus().isOk();

        assertThat(routes.current().match("GET", "/" + name + "/7"))
                .isInstanceOf(RouteTable.Match.NotFound.class);
        assertThat(routes.current().match("GET", "/" + name + "/other"))
                .isInstanceOf(RouteTable.Match.Found.class);
    }

    @Test
    void refusesABrokenFileWhole() {
        post(file("/__debug/" + name, 2))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].detail")
                .isEqualTo("unsupported version: 2 (want: 3)")
                .jsonPath("$.errors[1].pointer")
                .isEqualTo("/endpoints/0");
    }

    private WebTestClient.ResponseSpec post(String file) {
        return client.post()
                .uri("/api/v1/routes/import?owner=" + name)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(file)
                .exchange();
    }

    private String file(String path, int version) {
        return """
        {"version": %d, "use_h2c": true,
         "extra_config": {"router": {"health_path": "/%s/health"}},
         "endpoints": [{"endpoint": "%s",
                        "backend": [{"host": ["http://localhost"], "url_pattern": "/"}]}]}
        """
                .formatted(version, name, path);
    }
}
