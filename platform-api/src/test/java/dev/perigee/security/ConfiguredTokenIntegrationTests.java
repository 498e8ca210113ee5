package dev.perigee.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
@TestPropertySource(
        properties = {
            "perigee.mode=serve",
            "perigee.security.admin-token=0123456789abcdef0123456789abcdef"
        })
class ConfiguredTokenIntegrationTests {

    @Autowired WebTestClient client;
    @Autowired FirstAdminToken first;

    @Test
    void takesTheConfiguredTokenAndMakesNoOther() {
        assertThat(first.createIfNone().block()).isNull();

        get("0123456789abcdef0123456789abcdef").expectStatus().isOk();
        get("0123456789abcdef0123456789abcdee").expectStatus().isUnauthorized();
        get("").expectStatus().isUnauthorized();
    }

    private WebTestClient.ResponseSpec get(String token) {
        return client.get()
                .uri("/api/v1/tokens")
                .header("Authorization", "Bearer " + token)
                .exchange();
    }
}
