package dev.perigee.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.FakeExecutor;
import dev.perigee.PlatformTest;
import dev.perigee.executor.FunctionId;
import dev.perigee.functions.ActiveFunction;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.routes.RouteTable.Match;
import dev.perigee.routes.Routes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class DeploymentIntegrationTests {

    @Autowired WebTestClient client;
    @Autowired FunctionCatalog catalog;
    @Autowired Routes routes;
    @Autowired FakeExecutor executor;

    private String project;

    @BeforeEach
    void chooseProject() {
        project = "p" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void publishesFunctionsAndRoutesTogether() {
        deploy(
                        List.of(function("a", "1"), function("b", "2")),
                        List.of(route("/a/:id", "a"), route("/b", "b")))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.functions[0].name")
                .isEqualTo(project + "/a")
                .jsonPath("$.functions[0].version")
                .isEqualTo(1)
                .jsonPath("$.routes")
                .isEqualTo(2);

        assertThat(live("a")).isEqualTo("1");
        assertThat(live("b")).isEqualTo("2");
        assertThat(match("/a/7")).isInstanceOf(Match.Found.class);
    }

    @Test
    void givesEveryFunctionTheSharedFilesAndVariables() {
        deploy(List.of(function("a", "1")), List.of());

        var active = active("a");
        assertThat(active.code().files()).containsKeys("app/a.lua", "lib/shared.lua");
        assertThat(active.environment()).isEqualTo(Map.of("MODE", "test"));
    }

    @Test
    void removesWhatTheProjectNoLongerHas() {
        deploy(List.of(function("a", "1"), function("b", "2")), List.of(route("/b", "b")));

        deploy(List.of(function("a", "1")), List.of(route("/a", "a")))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.removed[0]")
                .isEqualTo(project + "/b")
                .jsonPath("$.functions[0].newVersion")
                .isEqualTo(false);

        assertThat(catalog.find(id("b"))).isEmpty();
        assertThat(match("/b")).isInstanceOf(Match.NotFound.class);
        assertThat(match("/a")).isInstanceOf(Match.Found.class);
    }

    @Test
    void changesNothingWhenOneFunctionIsBroken() {
        deploy(List.of(function("a", "1"), function("b", "2")), List.of(route("/a", "a")));

        deploy(
                        List.of(
                                function("a", "new"),
                                function("b", "broken"),
                                function("c", "broken")),
                        List.of(route("/c", "c")))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://perigee.dev/problems/invalid-code")
                .jsonPath("$.errors.length()")
                .isEqualTo(2)
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/functions/1/files")
                .jsonPath("$.errors[1].detail")
                .isEqualTo("app/c.lua:1: this is broken; mend it");

        assertThat(live("a")).isEqualTo("1");
        assertThat(match("/a")).isInstanceOf(Match.Found.class);
        assertThat(catalog.find(id("c"))).isEmpty();
    }

    @Test
    void changesNothingWhenARouteIsWrong() {
        deploy(List.of(function("a", "1")), List.of(route("/a", "a")));

        deploy(List.of(function("a", "2"), function("d", "3")), List.of(route("/x", "missing")))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/routes/0/function");

        assertThat(live("a")).isEqualTo("1");
        assertThat(catalog.find(id("d"))).isEmpty();
        assertThat(match("/a")).isInstanceOf(Match.Found.class);
    }

    @Test
    void doesNotRunUnchangedCodeAgain() {
        deploy(List.of(function("a", "1"), function("b", "2")), List.of());
        var before = executor.checked().size();

        deploy(List.of(function("a", "1"), function("b", "other")), List.of());

        assertThat(executor.checked()).hasSize(before + 1);
    }

    @Test
    void namesEveryWrongField() {
        client.post()
                .uri("/api/v1/deployments")
                .bodyValue(
                        Map.of(
                                "functions",
                                List.of(
                                        Map.of("name", "../a", "runtime", "lua", "source", "1"),
                                        Map.of("name", "b", "runtime", "cobol", "source", "1")),
                                "routes",
                                List.of(Map.of("path", "/x"))))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[*].pointer")
                .isEqualTo(
                        List.of(
                                "/project",
                                "/functions/0/name",
                                "/functions/1/runtime",
                                "/routes/0/function"));
    }

    @Test
    void refusesAFunctionNamedTwice() {
        deploy(List.of(function("a", "1"), function("a", "2")), List.of())
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/functions/1/name");
    }

    private WebTestClient.ResponseSpec deploy(
            List<Map<String, Object>> functions, List<Map<String, Object>> projectRoutes) {
        return client.post()
                .uri("/api/v1/deployments")
                .bodyValue(
                        Map.of(
                                "project", project,
                                "functions", functions,
                                "routes", projectRoutes,
                                "sharedFiles", Map.of("lib/shared.lua", "return {}"),
                                "environment", Map.of("MODE", "test")))
                .exchange();
    }

    private Map<String, Object> function(String name, String text) {
        return Map.of(
                "name",
                project + "/" + name,
                "runtime",
                "lua",
                "handler",
                "app/" + name + ".lua",
                "files",
                Map.of("app/" + name + ".lua", text));
    }

    private Map<String, Object> route(String path, String function) {
        return Map.of(
                "method", "GET",
                "path", "/" + project + path,
                "function", project + "/" + function);
    }

    private Match match(String path) {
        return routes.current().match("GET", "/" + project + path);
    }

    private FunctionId id(String name) {
        return new FunctionId("default", project + "/" + name);
    }

    private ActiveFunction active(String name) {
        return catalog.find(id(name)).orElseThrow();
    }

    private String live(String name) {
        var code = active(name).code();
        return new String(code.files().get(code.handler()), StandardCharsets.UTF_8);
    }
}
