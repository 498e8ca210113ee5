package dev.perigee.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PlatformTest
class OpenApiIntegrationTests {

    @Autowired WebTestClient client;

    @Autowired
    @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    @Autowired JsonMapper json;

    @Test
    void documentsEveryOperationAndNoOther() throws Exception {
        var documented = new TreeSet<String>();
        document()
                .path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .propertyNames()
                                        .forEach(
                                                method ->
                                                        documented.add(
                                                                method.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey())));

        assertThat(documented)
                .as("operations in openapi.json, compared with the controllers")
                .isEqualTo(mapped());
    }

    @Test
    void refersOnlyToWhatItDefines() throws Exception {
        var document = document();

        document.findValuesAsString("$ref")
                .forEach(
                        reference ->
                                assertThat(document.at(reference.substring(1)).isMissingNode())
                                        .as(reference)
                                        .isFalse());
    }

    @Test
    void isServed() {
        client.get()
                .uri("/openapi.json")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.openapi")
                .isEqualTo("3.1.0");
    }

    private Set<String> mapped() {
        var mapped = new TreeSet<String>();
        mappings.getHandlerMethods()
                .forEach(
                        (mapping, handler) -> {
                            if (!handler.getBeanType().getPackageName().startsWith("dev.perigee")) {
                                return;
                            }
                            for (var path : mapping.getPatternsCondition().getPatterns()) {
                                for (var method : mapping.getMethodsCondition().getMethods()) {
                                    mapped.add(method + " " + path.getPatternString());
                                }
                            }
                        });
        return mapped;
    }

    private JsonNode document() throws Exception {
        return json.readTree(new ClassPathResource("openapi.json").getInputStream());
    }
}
