package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.GoldenFiles;
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

    @TempDir private Path root;

    static Stream<Path> files() throws IOException {
        return GoldenFiles.in(BrokenGatewayTests.class, "broken-gateways", ".yml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEverythingThatIsWrong(Path file) throws IOException {
        var app = Files.createDirectories(root.resolve("app"));
        Files.copy(file, app.resolve("gateway.yml"));
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

        GoldenFiles.writeWhenWanted(file, told);
        assertThat(told).isNotEmpty().isEqualTo(GoldenFiles.lines(file));
    }
}
