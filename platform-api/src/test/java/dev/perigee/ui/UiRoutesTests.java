package dev.perigee.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class UiRoutesTests {

    private final WebTestClient client = clientOf("ui-fixture/");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/",
                "/ui/functions",
                "/ui/functions/guestbook/sign?tab=versions",
                "/ui/functions/name.with.dots",
                "/ui/..%2fapplication.properties"
            })
    void answersThePageForEveryAddressThatIsNoFile(String address) {
        client.get()
                .uri(URI.create(address))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                .expectHeader()
                .valueEquals("Cache-Control", "no-cache")
                .expectHeader()
                .value(
                        "Content-Security-Policy",
                        policy -> assertThat(policy).contains("default-src 'self'"))
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("the page of the fixture"));
    }

    @Test
    void letsHashedFilesBeKeptForever() {
        client.get()
                .uri("/ui/assets/app-1a2b.js")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "max-age=31536000, public, immutable")
                .expectHeader()
                .contentTypeCompatibleWith("text/javascript")
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("fixture"));
    }

    @Test
    void asksForOtherFilesEachTime() {
        client.get()
                .uri("/ui/scheme.js")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-cache");
    }

    @Test
    void doesNotAnswerThePageForAFileOfAnOlderBuild() {
        client.get().uri("/ui/assets/app-gone.js").exchange().expectStatus().isNotFound();
    }

    @Test
    void sendsBrowsersToTheUi() {
        client.get()
                .uri("/")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isTemporaryRedirect()
                .expectHeader()
                .location("/ui/");
        client.get().uri("/ui").exchange().expectHeader().location("/ui/");
        client.get()
                .uri("/")
                .accept(MediaType.APPLICATION_JSON)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void saysSoWhenTheUiWasNotBuilt() {
        clientOf("no-such-folder/")
                .get()
                .uri("/ui/")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("platform-ui"));
    }

    private static WebTestClient clientOf(String folder) {
        return WebTestClient.bindToRouterFunction(UiRoutes.routes(folder)).build();
    }
}
