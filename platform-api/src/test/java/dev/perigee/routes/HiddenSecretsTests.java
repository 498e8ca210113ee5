package dev.perigee.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.problems.FieldError;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class HiddenSecretsTests {

    private static final String FILTERS =
            """
            {"jwt": {"keys": [{"kty": "oct", "k": "AyM1SysPpbyDfgZl", "kid": "a"},
                              {"kty": "RSA", "n": "public", "e": "AQAB", "d": "private"}]},
             "requestHeaders": {"set": {"Authorization": "Basic c2VzYW1l", "X-Api-Key": "42", "X-Set": "b"}}}
            """;

    @Test
    void leavesOutWhatIsNobodysBusiness() {
        var told = HiddenSecrets.in(FILTERS);

        assertThat(told)
                .doesNotContain("AyM1", "private", "c2VzYW1l", "42")
                .contains("\"kid\":\"a\"", "\"n\":\"public\"", "\"X-Set\":\"b\"", "(hidden)");
        assertThat(HiddenSecrets.in(null)).isNull();
    }

    @Test
    void isNotTakenForTheSecretWhenItComesBack() {
        var errors = new ArrayList<FieldError>();
        var json = JsonMapper.builder().build();
        new RouteRequest(
                        null,
                        "GET",
                        "/a",
                        "f",
                        null,
                        null,
                        json.readTree(HiddenSecrets.in(FILTERS)))
                .definition("default", "", errors);

        assertThat(errors).extracting(FieldError::pointer).containsExactly("/filters");

        errors.clear();
        new RouteRequest(null, "GET", "/a", "f", null, null, json.readTree(FILTERS))
                .definition("default", "", errors);

        assertThat(errors).isEmpty();
    }
}
