package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.gateway.pipeline.StepPlugin;
import dev.perigee.routes.InvalidRouteException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The example of a plug-in, compiled as its users would and found as Spring finds it. */
class StepPluginExampleTests {

    private static final Path SOURCES = Path.of("..", "examples", "step-plugin", "src", "main");

    @TempDir private Path classes;
    private final TestBackend backend = new TestBackend().json("/u", "{\"id\":1}");
    private URLClassLoader loader = new URLClassLoader(new URL[0]);

    @BeforeEach
    void compile() throws IOException {
        var arguments =
                List.of(
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        SOURCES.resolve("java/com/example/stamp/StampStep.java").toString());
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
        loader =
                new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    }

    @AfterEach
    void close() throws IOException {
        backend.close();
        loader.close();
    }

    private StepPlugin plugin() throws Exception {
        var imports =
                Files.readString(
                        SOURCES.resolve(
                                "resources/META-INF/spring/"
                                    + "org.springframework.boot.autoconfigure.AutoConfiguration.imports"));
        var configuration = loader.loadClass(imports.strip());
        var found = new StepPlugin[1];
        new ApplicationContextRunner()
                .withClassLoader(loader)
                .withUserConfiguration(configuration)
                .run(context -> found[0] = context.getBean(StepPlugin.class));
        return found[0];
    }

    private String route(String steps) {
        return "GET /u {\"backends\":[{\"host\":\""
                + backend.host()
                + "\",\"path\":\"/u\",\"steps\":"
                + steps
                + "}]}";
    }

    @Test
    void stampsReplies() throws Exception {
        try (var gateway =
                TestGateway.with(List.of(plugin()), route("{\"stamp\":{\"as\":\"seen\"}}"))) {
            assertThat(gateway.get("/u").body()).isEqualTo("{\"id\":1,\"seen\":true}");
        }
    }

    @Test
    void isRefusedWithAConfigurationThatItCannotUse() throws Exception {
        var plugins = List.of(plugin());

        assertThatThrownBy(() -> TestGateway.with(plugins, route("{\"stamp\":{}}")))
                .isInstanceOf(InvalidRouteException.class)
                .hasMessageContaining("stamp: \"as\" must name a member");
    }
}
