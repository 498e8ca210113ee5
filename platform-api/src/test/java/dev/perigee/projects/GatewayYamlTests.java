package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.projects.Project.ProjectRoute;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayYamlTests {

    @TempDir private Path root;
    private ProjectDirectory project;

    @BeforeEach
    void makeProject() {
        project = new ProjectDirectory(root).with("app/hello.lua", "return function() end");
    }

    @Test
    void readsFunctionsPipelinesAndFilters() {
        project.with(
                "app/gateway.yml",
                "filters: {maxBody: 1MB, requestId: {}}",
                "routes:",
                "  - [get, hello, hello]",
                "  - method: GET",
                "    path: /users/:id",
                "    filters: {maxBody: 2MB, requestId: null}",
                "    pipeline:",
                "      backends: [{host: 'http://a', path: '/u/{id}', mapping: {1: one}}]");

        var read = project.read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.readableRoutes())
                .containsExactly(
                        new ProjectRoute(
                                "GET",
                                "/hello",
                                "hello",
                                null,
                                "{\"maxBody\":\"1MB\",\"requestId\":{}}",
                                "app/gateway.yml"),
                        new ProjectRoute(
                                "GET",
                                "/users/:id",
                                null,
                                "{\"backends\":[{\"host\":\"http://a\",\"path\":\"/u/{id}\","
                                        + "\"mapping\":{\"1\":\"one\"}}]}",
                                "{\"maxBody\":\"2MB\"}",
                                "app/gateway.yml"));
    }

    @Test
    void readsPipelinesThatLuaComputes() {
        project.with(
                "app/gateway.lua",
                "local function of(host) return { host = host, path = '/x' } end",
                "return { { method = 'GET', path = '/all', pipeline = {",
                "  timeout = '2s', backends = { of('http://a'), of('http://b') } } } }");

        assertThat(project.read().problems()).isEmpty();
        assertThat(project.read().readableRoutes().getFirst().pipeline())
                .contains("\"backends\":[{")
                .contains("\"host\":\"http://b\"");
    }

    @Test
    void sendsThemWithTheDeployment() {
        project.with(
                "app/gateway.json",
                "[{\"method\":\"GET\",\"path\":\"/x\",\"filters\":{\"maxBody\":\"1MB\"},"
                        + "\"pipeline\":{\"backends\":[{\"static\":{\"a\":1}}]}}]");
        var read = project.read();

        var request =
                ProjectRequest.of(
                        new ProjectPublisher.Release(
                                "shop",
                                read.functions(),
                                read.readableRoutes(),
                                Map.of(),
                                read.events(),
                                read.subscribers()));

        assertThat(request.get("routes"))
                .hasToString(
                        "[{\"method\":\"GET\",\"path\":\"/x\",\"pipeline\":{\"backends\":"
                                + "[{\"static\":{\"a\":1}}]},\"filters\":{\"maxBody\":\"1MB\"}}]");
    }
}
