package dev.perigee.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
@TestPropertySource(properties = "perigee.mode=serve")
@ExtendWith(OutputCaptureExtension.class)
class TokenIntegrationTests {

    @Autowired WebTestClient client;
    @Autowired FirstAdminToken first;
    @Autowired FirstAdminTokenAnnouncement announcement;
    @Autowired DatabaseClient database;
    @LocalServerPort int port;

    @BeforeEach
    void forgetTokens() {
        database.sql("DELETE FROM tokens").then().block();
    }

    @Test
    void showsTheFirstTokenOnce(CapturedOutput output) throws Exception {
        var before = output.getOut().length();
        announcement.run(new DefaultApplicationArguments());
        announcement.run(new DefaultApplicationArguments());

        var shown =
                output.getOut()
                        .substring(before)
                        .lines()
                        .map(String::strip)
                        .filter(l -> l.startsWith("perigee_"));
        var tokens = shown.toList();
        assertThat(tokens).hasSize(1);
        assertThat(tokens.getFirst()).hasSize("perigee_".length() + 43);
        system(tokens.getFirst()).expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/../api/v1/system",
                "/ui/%2e%2e/api/v1/system",
                "//api/v1/system",
                "/health/../api/v1/system",
                "/ui/..;/api/v1/system"
            })
    void isNotTalkedIntoItByDots(String path) throws Exception {
        try (var socket = new Socket("localhost", port)) {
            var request =
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1").doesNotContain("uptimeSeconds");
        }
    }

    @Test
    void keepsOnlyTheHash() {
        var secret = Objects.requireNonNull(first.createIfNone().block());

        var rows = database.sql("SELECT row_to_json(tokens)::text FROM tokens");
        var stored = rows.mapValue(String.class).all().collectList().block();

        assertThat(stored).hasSize(1);
        assertThat(String.valueOf(stored)).doesNotContain(secret.substring(8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/functions",
                "/api/v1/tokens",
                "/api/v1/system",
                "/metrics",
                "/functions",
                "/nothing/here",
                "/uix",
                "/API/v1/system",
                "/api/v1/system/",
                "/api/v1/system;a=b"
            })
    void wantsAToken(String path) {
        client.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"perigee\"")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/readiness", "/openapi.json"})
    void wantsNoTokenForWhatTellsNothing(String path) {
        client.get().uri(path).exchange().expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"perigee_AAAA", "", "x", "perigee_%00"})
    void refusesAWrongToken(String token) {
        system(token).expectStatus().isUnauthorized();
    }

    @Test
    void refusesARevokedTokenAtOnce() {
        var admin = Objects.requireNonNull(first.createIfNone().block());
        var created = create(admin, Map.of("name", "deploys", "expiresInDays", 7));
        var token = String.valueOf(created.get("token"));
        system(token).expectStatus().isOk();

        client.delete()
                .uri("/api/v1/tokens/" + created.get("id"))
                .headers(headers -> headers.setBearerAuth(admin))
                .exchange()
                .expectStatus()
                .isNoContent();

        system(token)
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer realm=\"perigee\", error=\"invalid_token\"");
        system(admin).expectStatus().isOk();
    }

    @Test
    void refusesAnExpiredToken() {
        var admin = Objects.requireNonNull(first.createIfNone().block());
        var token = String.valueOf(create(admin, Map.of("name", "x")).get("token"));
        database.sql("UPDATE tokens SET expires_at = now() WHERE name = 'x'").then().block();

        system(token).expectStatus().isUnauthorized();
    }

    @Test
    void letsSomeoneBackInWhenNoTokenIsValid() {
        var old = Objects.requireNonNull(first.createIfNone().block());
        assertThat(first.createIfNone().block()).isNull();
        database.sql("UPDATE tokens SET revoked_at = now()").then().block();

        var next = first.createIfNone().block();

        assertThat(next).isNotNull().isNotEqualTo(old);
    }

    @Test
    void wantsATokenToHaveAName() {
        var admin = Objects.requireNonNull(first.createIfNone().block());

        client.post()
                .uri("/api/v1/tokens")
                .headers(headers -> headers.setBearerAuth(admin))
                .bodyValue(Map.of("expiresInDays", 0))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/name");
    }

    private Map<?, ?> create(String admin, Map<String, Object> request) {
        return Objects.requireNonNull(
                client.post()
                        .uri("/api/v1/tokens")
                        .headers(headers -> headers.setBearerAuth(admin))
                        .bodyValue(request)
                        .exchange()
                        .expectStatus()
                        .isCreated()
                        .expectBody(Map.class)
                        .returnResult()
                        .getResponseBody());
    }

    private WebTestClient.ResponseSpec system(String token) {
        return client.get()
                .uri("/api/v1/system")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .exchange();
    }
}
