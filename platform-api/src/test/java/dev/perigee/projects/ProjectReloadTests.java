package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.Executor;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.InvalidCodeException;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.Outcome;
import dev.perigee.problems.CommonProblems;
import dev.perigee.problems.PerigeeException;
import dev.perigee.projects.ProjectListener.Publication;
import dev.perigee.projects.ProjectPublisher.Published;
import dev.perigee.projects.ProjectPublisher.Release;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ProjectReloadTests {

    @TempDir private Path root;
    private final CheckingExecutor executor = new CheckingExecutor();
    private final List<Release> releases = new ArrayList<>();
    private ProjectDirectory project;
    private ProjectReload reload;

    @BeforeEach
    void makeProject() {
        project =
                new ProjectDirectory(root)
                        .with("app/hello.lua", "return function() return 1 end")
                        .with("app/other.lua", "return function() end")
                        .with("app/gateway.json", "[[\"GET\", \"/hello\", \"hello\"]]")
                        .with("config/application.yml", "appName: shop", "envVar: [A, B, C]")
                        .with(".env", "# comment", "A='one two'", "export B=two");
        reload =
                new ProjectReload(
                        ProjectFolder.of(root),
                        new ProjectEnvironment(Map.of("B", "process", "C", "three", "D", "no")),
                        executor,
                        this::publish);
    }

    @Test
    void publishesFunctionsRoutesAndVariables() {
        var publication = reload();

        assertThat(publication.problems()).isEmpty();
        assertThat(publication.changed()).containsExactly("hello", "other");
        assertThat(publication.routes()).isEqualTo(1);
        assertThat(last().project()).isEqualTo("shop");
        assertThat(names()).containsExactly("hello", "other");
        assertThat(last().routes())
                .singleElement()
                .satisfies(route -> assertThat(route.path()).isEqualTo("/hello"));
        assertThat(last().environment())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("A", "one two", "B", "two", "C", "three"));
    }

    @Test
    void keepsTheFormerVersionOfABrokenFunctionAndPublishesTheOthers() {
        reload();
        project.with("app/hello.lua", "syntax error").with("app/other.lua", "return 2 function");

        var publication = reload();

        assertThat(publication.problems())
                .extracting(ProjectProblem::toString)
                .containsExactly(
                        "app/hello.lua:1: unexpected symbol (the former version goes on serving)");
        assertThat(names()).containsExactly("hello", "other");
        assertThat(text("hello")).isEqualTo("return function() return 1 end\n");
        assertThat(text("other")).isEqualTo("return 2 function\n");
    }

    @Test
    void leavesOutABrokenFunctionThatWasNeverServed() {
        project.with("app/hello.lua", "syntax error");

        var publication = reload();

        assertThat(names()).containsExactly("other");
        assertThat(publication.problems())
                .extracting(ProjectProblem::toString)
                .containsExactly(
                        "app/hello.lua:1: unexpected symbol",
                        "app/gateway.json: GET /hello is not served: there is no function"
                                + " \"hello\" (it would be app/hello.lua or .js)");
    }

    @Test
    void takesAFileThatOthersRequireAndExportsNoFunctionForAModule() {
        project.with("app/hello.lua", "require 'models/user'", "return function() end")
                .with("app/models/user.lua", "return {}");

        var publication = reload();

        assertThat(publication.problems()).isEmpty();
        assertThat(names()).containsExactly("hello", "other");
    }

    @Test
    void reportsAFileThatExportsNoFunctionWhenARouteWantsIt() {
        project.with("app/hello.lua", "return {}");

        assertThat(reload().problems())
                .extracting(ProjectProblem::message)
                .contains("returns no function");
    }

    @Test
    void removesWhatIsDeleted() {
        reload();
        project.delete("app/other.lua");

        reload();

        assertThat(names()).containsExactly("hello");
    }

    @Test
    void keepsTheRoutesWhenTheirFileIsBroken() {
        reload();
        project.with("app/gateway.json", "[[");

        var publication = reload();

        assertThat(publication.routes()).isEqualTo(1);
        assertThat(publication.problems()).hasSize(1);
    }

    @Test
    void keepsTheRoutesThatDoNotCompileFromHoldingBackFunctions() {
        reload();
        project.with("app/gateway.json", "[[\"GET\", \"/::id\", \"hello\"]]")
                .with("app/hello.lua", "return function() return 2 end");

        var publication = reload();

        assertThat(text("hello")).isEqualTo("return function() return 2 end\n");
        assertThat(publication.changed()).containsExactly("hello");
        assertThat(publication.routes()).isEqualTo(1);
        assertThat(publication.problems())
                .singleElement()
                .hasToString("app/gateway.json: bad path (the former routes go on)");
    }

    @Test
    void loadsUnchangedCodeOnlyOnce() {
        reload();
        assertThat(executor.checks).isEqualTo(2);
        project.with("app/hello.lua", "return function() return 2 end");

        reload();

        assertThat(executor.checks).isEqualTo(3);
        assertThat(executor.retired).hasSize(3);
    }

    private Publication reload() {
        var result = new ArrayList<Publication>();
        StepVerifier.create(reload.run())
                .consumeNextWith(result::add)
                .expectComplete()
                .verify(Duration.ofSeconds(5));
        return result.getFirst();
    }

    private Mono<Published> publish(Release release) {
        if (release.routes().stream().anyMatch(route -> route.path().contains("::"))) {
            return Mono.error(new PerigeeException(CommonProblems.INVALID_REQUEST, "bad path"));
        }
        releases.add(release);
        return Mono.just(new Published(List.of()));
    }

    private Release last() {
        return releases.getLast();
    }

    private List<String> names() {
        return last().functions().stream().map(ProjectFunction::name).toList();
    }

    private String text(String name) {
        return last().functions().stream()
                .filter(function -> function.name().equals(name))
                .map(function -> function.files().get(function.handler()))
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    /** Judges code by its text. */
    private static final class CheckingExecutor implements Executor {

        private int checks;
        private final List<String> retired = new ArrayList<>();

        @Override
        public Mono<Void> check(FunctionCode code) {
            return Mono.defer(
                    () -> {
                        checks++;
                        var text =
                                new String(
                                        code.files().get(code.handler()), StandardCharsets.UTF_8);
                        if (text.contains("function")) {
                            return Mono.empty();
                        }
                        return Mono.error(
                                new InvalidCodeException(
                                        text.startsWith("syntax")
                                                ? code.handler() + ":1: unexpected symbol"
                                                : code.handler() + " returns no function"));
                    });
        }

        @Override
        public void retire(String codeHash) {
            retired.add(codeHash);
        }

        @Override
        public Mono<Outcome> invoke(Invocation invocation) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public Set<String> runtimes() {
            return Set.of("lua", "javascript");
        }

        @Override
        public void close() {}
    }
}
