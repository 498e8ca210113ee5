package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.projects.Project.ProjectRoute;
import dev.perigee.projects.ProjectPublisher.Release;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectRequestTests {

    @Test
    void writesFunctionsWithTextAndBinaryFilesAndRoutes() {
        var files = new TreeMap<String, byte[]>();
        files.put("app/a.lua", "return 'ä'".getBytes(StandardCharsets.UTF_8));
        files.put("lib/data.bin", new byte[] {(byte) 0xff, 0});
        var function = new ProjectFunction("a", "lua", "app/a.lua", files);
        var route = new ProjectRoute("GET", "/a/:id", "a", "app/gateway.lua");

        var request =
                ProjectRequest.of(
                        new Release(
                                "shop",
                                List.of(function),
                                List.of(route),
                                Map.of("K", "v"),
                                null,
                                null));

        assertThat(request)
                .hasToString(
                        "{\"namespace\":\"default\",\"project\":\"shop\",\"functions\":[{\"name\":"
                            + "\"a\",\"runtime\":\"lua\",\"handler\":\"app/a.lua\",\"files\":{\"app/a.lua\":\"return"
                            + " 'ä'\"},\"binaryFiles\":{\"lib/data.bin\":"
                            + "\"/wA=\"}}],\"routes\":[{\"method\":\"GET\",\"path\":\"/a/:id\","
                            + "\"function\":\"a\"}],\"environment\":{\"K\":\"v\"}}");
    }

    @Test
    void leavesVariablesAloneWhenThereAreNone() {
        var request =
                ProjectRequest.of(new Release("shop", List.of(), List.of(), Map.of(), null, null));

        assertThat(request.has("environment")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "shop,shop",
        "My Shop 2,My Shop 2",
        "a/b,a-b",
        "_x,x",
        "api,project-api",
        "äöü,project-"
    })
    void namesTheProjectAsServersAccept(String appName, String expected) {
        assertThat(ProjectRequest.projectName(appName)).isEqualTo(expected);
    }
}
