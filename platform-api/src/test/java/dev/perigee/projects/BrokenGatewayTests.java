package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.RouteCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every class of broken gateway file with what its author is told: {@code NAME.yml} beside {@code
 * NAME.txt}. After a change that is wanted, {@code -Dgolden.write=true} writes the texts anew.
 */
class BrokenGatewayTests {

    private static final Path FILES =
            Path.of("src", "test", "resources", "dev", "perigee", "projects", "broken-gateways");

    @TempDir private Path root;

    static Stream<String> files() throws IOException {
        try (var files = Files.list(FILES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yml"))
                    .map(name -> name.substring(0, name.length() - ".yml".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEverythingThatIsWrong(String name) throws IOException {
        var app = Files.createDirectories(root.resolve("app"));
        Files.copy(FILES.resolve(name + ".yml"), app.resolve("gateway.yml"));
        var project = ProjectFolder.of(root).read();

        var told = new ArrayList<String>();
        project.problems().forEach(problem -> told.add(problem.toString()));
        var routes = project.readableRoutes().stream().map(each -> each.definition()).toList();
        for (var fault : new RouteCheck().faults(routes)) {
            told.add(
                    "%s %s %s: %s"
                            .formatted(
                                    fault.route().method(),
                                    fault.route().path(),
                                    fault.error().pointer(),
                                    fault.error().detail()));
        }

        var text = String.join("\n", told) + "\n";
        var golden = FILES.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, text);
        }
        assertThat(told).isNotEmpty();
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}
