package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.polyglot.ExecutorSettings;
import dev.perigee.executor.polyglot.PolyglotExecutor;
import dev.perigee.projects.ProjectTestRun.Summary;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A project as spacer's users have it runs as it is. */
class SpacerProjectTests {

    private static PolyglotExecutor executor;

    private ProjectFolder folder;

    @BeforeAll
    static void startExecutor() {
        executor = PolyglotExecutor.create(ExecutorSettings.DEFAULT.withLanes(1));
    }

    @AfterAll
    static void stopExecutor() {
        executor.close();
    }

    @BeforeEach
    void findProject() throws URISyntaxException {
        folder = ProjectFolder.of(Path.of(SpacerProjectTests.class.getResource("spacer").toURI()));
    }

    @Test
    void readsItsRoutesSettingsAndFunctions() {
        var project = folder.read();

        assertThat(project.problems()).isEmpty();
        assertThat(project.settings().appName()).isEqualTo("HelloWorld");
        assertThat(project.settings().topics()).containsExactly("users", "blogs");
        assertThat(project.settings().triggers()).isEqualTo(Map.of("users", List.of("foo")));
        assertThat(project.readableRoutes())
                .extracting(route -> route.method() + " " + route.path() + " " + route.function())
                .containsExactly(
                        "GET /hello hello",
                        "GET /users controllers/users/get",
                        "PUT /users/:id controllers/users/put");
        assertThat(project.functions())
                .filteredOn(function -> function.name().equals("controllers/users/put"))
                .singleElement()
                .satisfies(
                        function ->
                                assertThat(function.files().keySet())
                                        .containsExactly(
                                                "app/controllers/users/put.lua",
                                                "app/models/users.lua",
                                                "lib/text.lua"));
    }

    @Test
    void servesItsFunctionsAndLeavesItsModulesAlone() {
        var releases = new ArrayList<ProjectPublisher.Release>();
        var reload =
                new ProjectReload(
                        folder,
                        new ProjectEnvironment(Map.of()),
                        executor,
                        release -> {
                            releases.add(release);
                            return Mono.just(new ProjectPublisher.Published(List.of()));
                        });

        StepVerifier.create(reload.run())
                .assertNext(publication -> assertThat(publication.problems()).isEmpty())
                .expectComplete()
                .verify(Duration.ofSeconds(60));

        assertThat(releases.getFirst().functions())
                .extracting(ProjectFunction::name)
                .containsExactly(
                        "bar", "controllers/users/get", "controllers/users/put", "foo", "hello");
    }

    @Test
    void runsItsTests() {
        var lines = new ArrayList<String>();

        StepVerifier.create(new ProjectTestRun(folder, Map.of(), executor).run(lines::add))
                .expectNext(new Summary(2, 0))
                .expectComplete()
                .verify(Duration.ofSeconds(60));
        assertThat(lines).anyMatch(line -> line.matches("ok \\d - test_hello.lua: testT.test_ret"));
    }
}
