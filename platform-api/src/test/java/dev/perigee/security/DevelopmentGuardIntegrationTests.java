package dev.perigee.security;

import dev.perigee.PlatformTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class DevelopmentGuardIntegrationTests {

    @Autowired WebTestClient client;

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:8080", "127.0.0.1", "[::1]:8080", "app.localhost", "LOCALHOST"})
    void answersThisMachineWithoutAToken(String host) {
        get(host).expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "192.168.1.7:8080", "10.0.0.1"})
    void refusesOtherHostNames(String host) {
        get(host)
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/foreign-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example", "::"})
    void refusesPagesOfOtherSites(String origin) {
        client.post()
                .uri("/functions")
                .header("Origin", origin)
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void refusesPostsThatTheBrowserCallsCrossSite() {
        client.post()
                .uri("/functions")
                .header("Sec-Fetch-Site", "cross-site")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void answersItsOwnPages() {
        client.get()
                .uri("/api/v1/system")
                .header("Origin", "http://localhost:8080")
                .header("Sec-Fetch-Site", "same-origin")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.mode")
                .isEqualTo("dev")
                .jsonPath("$.production")
                .isEqualTo(false);
    }

    private WebTestClient.ResponseSpec get(String host) {
        return client.get().uri("/api/v1/system").header("Host", host).exchange();
    }
}
