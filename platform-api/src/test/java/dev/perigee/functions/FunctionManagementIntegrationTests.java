package dev.perigee.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.FakeExecutor;
import dev.perigee.PlatformTest;
import dev.perigee.executor.FunctionId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class FunctionManagementIntegrationTests {

    @Autowired WebTestClient client;
    @Autowired FunctionCatalog catalog;
    @Autowired FakeExecutor executor;
    @LocalServerPort int port;

    private String name;

    @BeforeEach
    void chooseName() {
        name = "orders/create-" + UUID.randomUUID();
    }

    @Test
    void savesAFunctionThatIsFoundAtOnce() {
        save("return 1")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(1)
                .jsonPath("$.live")
                .isEqualTo(true);

        assertThat(liveText()).isEqualTo("return 1");
    }

    @Test
    void makesNoNewVersionOfTheSameCode() {
        save("return 1");
        save("return 2").expectStatus().isCreated();

        save("return 1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(1)
                .jsonPath("$.newVersion")
                .isEqualTo(false);

        assertThat(liveText()).isEqualTo("return 1");
        get("/versions").expectBody().jsonPath("$.length()").isEqualTo(2);
    }

    @Test
    void rollsBackAsFarAsThereWasALiveVersion() {
        save("return 1");
        save("return 2");
        save("return 3");

        post("/aliases/live/rollback").expectBody().jsonPath("$.version").isEqualTo(2);
        post("/aliases/live/rollback").expectBody().jsonPath("$.version").isEqualTo(1);
        post("/aliases/live/rollback")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/nothing-to-roll-back");

        assertThat(liveText()).isEqualTo("return 1");
    }

    @Test
    void keepsAVersionThatIsNotPublishedBehindTheLiveOne() {
        save("return 1");

        client.put()
                .uri(at("?publish=false"))
                .bodyValue(Map.of("runtime", "lua", "source", "return 2"))
                .exchange()
                .expectStatus()
                .isCreated();

        assertThat(liveText()).isEqualTo("return 1");
        assertThat(text("2")).isEqualTo("return 2");
    }

    @Test
    void movesAndDeletesAliases() {
        save("return 1");
        save("return 2");

        put("/aliases/canary", Map.of("version", 1)).expectStatus().isOk();
        assertThat(text("canary")).isEqualTo("return 1");

        client.delete().uri(at("/aliases/canary")).exchange().expectStatus().isNoContent();
        assertThat(catalog.find(id(), "canary")).isEmpty();
        client.delete()
                .uri(at("/aliases/live"))
                .exchange()
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/alias-protected");
    }

    @Test
    void refusesAnAliasToAMissingVersion() {
        save("return 1");

        put("/aliases/live", Map.of("version", 7))
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("has no version 7"));

        assertThat(liveText()).isEqualTo("return 1");
    }

    @Test
    void changesTheEnvironmentWithoutANewVersion() {
        save("return 1");

        put("/environment", Map.of("MODE", "test", "EMPTY", "")).expectStatus().isNoContent();

        var active = catalog.find(id()).orElseThrow();
        assertThat(active.environment()).isEqualTo(Map.of("MODE", "test", "EMPTY", ""));
        assertThat(active.code().version()).isEqualTo(1);
        get("/environment").expectBody().jsonPath("$.MODE").isEqualTo("test");

        put("/environment", Map.of()).expectStatus().isNoContent();
        assertThat(catalog.find(id()).orElseThrow().environment()).isEmpty();
    }

    @Test
    void changesLimits() {
        save("return 1");

        put("/limits", Map.of("deadlineMs", 250, "callDepth", 3)).expectStatus().isNoContent();

        var limits = catalog.find(id()).orElseThrow().limits();
        assertThat(limits.deadline().toMillis()).isEqualTo(250);
        assertThat(limits.callDepth()).isEqualTo(3);
        get("/limits").expectBody().jsonPath("$.deadlineMs").isEqualTo(250);
        put("/limits", Map.of("deadlineMs", 0))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/deadlineMs");
    }

    @Test
    void deletesAFunction() {
        save("return 1");
        var hash = catalog.find(id()).orElseThrow().code().hash();

        client.delete().uri(at("")).exchange().expectStatus().isNoContent();

        assertThat(catalog.find(id())).isEmpty();
        assertThat(executor.retired()).contains(hash);
        get("").expectStatus().isNotFound();
        client.delete().uri(at("")).exchange().expectStatus().isNotFound();
    }

    @Test
    void retiresCodeThatIsNoLongerLive() {
        save("return 1");
        var hash = catalog.find(id()).orElseThrow().code().hash();

        save("return 2");

        assertThat(executor.retired()).contains(hash);
    }

    @Test
    void keepsServingWhenNewCodeIsBroken() {
        save("return 1");

        save("broken")
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/invalid-code")
                .jsonPath("$.detail")
                .isEqualTo("main.lua:1: this is broken; mend it")
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/files");

        assertThat(liveText()).isEqualTo("return 1");
        get("/versions").expectBody().jsonPath("$.length()").isEqualTo(1);
    }

    @Test
    void showsTheFilesOfAVersion() {
        client.put()
                .uri(at(""))
                .bodyValue(
                        Map.of(
                                "runtime",
                                "javascript",
                                "handler",
                                "app/main.js",
                                "files",
                                Map.of("app/main.js", "x", "lib/ü.js", "ü"),
                                "binaryFiles",
                                Map.of("lib/logo.png", "/9j/")))
                .exchange()
                .expectStatus()
                .isCreated();

        get("/versions/1")
                .expectBody()
                .jsonPath("$.files['lib/ü.js']")
                .isEqualTo("ü")
                .jsonPath("$.binaryFiles['lib/logo.png']")
                .isEqualTo("/9j/")
                .jsonPath("$.live")
                .isEqualTo(true)
                .jsonPath("$.size")
                .isEqualTo(6);
        assertThat(catalog.find(id()).orElseThrow().code().files().get("lib/logo.png"))
                .isEqualTo(Base64.getDecoder().decode("/9j/"));
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        save("x".repeat(33 << 20))
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/too-large");
    }

    @Test
    void listsByPages() {
        var namespace = "pages" + UUID.randomUUID().toString().substring(0, 8);
        for (var function : List.of("a", "b", "c")) {
            client.put()
                    .uri("/api/v1/functions/" + function + "?namespace=" + namespace)
                    .bodyValue(Map.of("runtime", "lua", "source", "return 1"))
                    .exchange()
                    .expectStatus()
                    .isCreated();
        }

        var first = list("/api/v1/functions?limit=2&namespace=" + namespace);
        assertThat(names(first)).containsExactly("a", "b");
        var link = String.valueOf(first.getResponseHeaders().getFirst("Link"));
        assertThat(link).endsWith("; rel=\"next\"");

        var second = list(link.substring(1, link.indexOf('>')));
        assertThat(names(second)).containsExactly("c");
        assertThat(second.getResponseHeaders().getFirst("Link")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2F..%2Fb", "..%2Fb", "a%5Cb", "a%00b", "%20", "a%2F%2Fb"})
    void refusesUnsafeNames(String unsafe) {
        client.put()
                .uri(URI.create(base() + "/api/v1/functions/" + unsafe))
                .bodyValue(Map.of("runtime", "lua", "source", "return 1"))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"runtime":"cobol","source":"x"}       | /runtime | known are javascript, lua
                    {"source":"x"}                         | /runtime | is required
                    {"runtime":"lua"}                      | /files   | is required
                    {"runtime":"lua","files":{"../x":""}}  | /files   | must be relative
                    {"runtime":"lua","handler":"b","files":{"a":"","c":""}} | /handler | not among
                    {"runtime":"lua","source":"x","environment":{"A B":"1"}} | /environment | "A B"
                    {"runtime":"lua","source":"x","environment":{"A":null}} | /environment | string
                    {"runtime":"lua","source":"x","limits":{"deadlineMs":0}} | /limits/deadlineMs | between
                    {"runtime":"lua","source":"x","limits":{"deadlineMs":"soon"}} | /limits/deadlineMs | number
                    {"runtime":"lua","source":"x","colour":1} | /colour | not known
                    {"runtime":"lua","source":["x"]}       | /source  | string
                    {"runtime":"lua",                      | ''       | not valid JSON
                    []                                     | ''       | object
                    {"runtime":"lua","binaryFiles":{"a":"?"}} | /binaryFiles | not Base64
                    """)
    void saysWhichFieldIsWrong(String body, String pointer, String part) {
        client.put()
                .uri(at(""))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/invalid-request")
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer)
                .jsonPath("$.errors[0].detail")
                .value(String.class, detail -> assertThat(detail).contains(part))
                .jsonPath("$")
                .value(
                        Map.class,
                        problem ->
                                assertThat(problem.toString())
                                        .doesNotContain("java.")
                                        .doesNotContain("dev.perigee."));

        get("").expectStatus().isNotFound();
    }

    private String base() {
        return "http://localhost:" + port;
    }

    private FunctionId id() {
        return new FunctionId("default", name);
    }

    private URI at(String rest) {
        return URI.create(base() + "/api/v1/functions/" + name.replace("/", "%2F") + rest);
    }

    private WebTestClient.ResponseSpec save(String source) {
        return put("", Map.of("runtime", "lua", "source", source));
    }

    private WebTestClient.ResponseSpec put(String rest, Object body) {
        return client.put()
                .uri(at(rest))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private WebTestClient.ResponseSpec post(String rest) {
        return client.post().uri(at(rest)).exchange();
    }

    private WebTestClient.ResponseSpec get(String rest) {
        return client.get().uri(at(rest)).exchange();
    }

    @SuppressWarnings("rawtypes")
    private EntityExchangeResult<List<Map>> list(String uri) {
        return client.get()
                .uri(URI.create(base() + uri))
                .exchange()
                .expectBodyList(Map.class)
                .returnResult();
    }

    @SuppressWarnings("rawtypes")
    private static List<Object> names(EntityExchangeResult<List<Map>> result) {
        return Objects.requireNonNull(result.getResponseBody()).stream()
                .map(item -> item.get("name"))
                .toList();
    }

    private String liveText() {
        return text(FunctionCatalog.LIVE);
    }

    private String text(String alias) {
        var code = catalog.find(id(), alias).orElseThrow().code();
        return new String(code.files().get(code.handler()), StandardCharsets.UTF_8);
    }
}
