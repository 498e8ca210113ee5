package dev.perigee.gateway.lura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perigee.gateway.configuration.InvalidConfigurationException;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.routes.CompiledTarget;
import dev.perigee.routes.RouteTable;
import dev.perigee.routes.Routes;
import dev.perigee.routes.TestRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedLuraFileTests {

    @TempDir private Path directory;

    private final Routes routes = TestRoutes.of(List.of(), _ -> new CompiledTarget() {});

    @Test
    void followsItsChangesAndKeepsTheFormerWhenOneIsBroken() throws Exception {
        write("/a");
        var file = served();
        file.start();
        try {
            assertThat(serves("/a")).isTrue();

            write("/__debug");
            await().during(Duration.ofMillis(200)).until(() -> serves("/a"));
            Files.writeString(directory.resolve("f.json"), "{");
            await().during(Duration.ofMillis(200)).until(() -> serves("/a"));

            write("/c");
            await().atMost(Duration.ofSeconds(10)).until(() -> serves("/c") && !serves("/a"));
        } finally {
            file.stop();
        }
        assertThat(file.isRunning()).isFalse();
    }

    @Test
    void doesNotStartWithABrokenFile() throws Exception {
        write("/__health");

        assertThatThrownBy(() -> served().start())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("since it is invalid!!!");
    }

    private ServedLuraFile served() {
        return new ServedLuraFile(
                directory.resolve("f.json"),
                new LuraProperties(directory.resolve("f.json"), Duration.ofMillis(20)),
                new LuraReader(Encodings.builtIn(), Set.of()),
                routes);
    }

    private boolean serves(String path) {
        return routes.current().match("GET", path) instanceof RouteTable.Match.Found;
    }

    private void write(String path) throws IOException {
        var text =
                """
                {"version": 3, "endpoints": [{"endpoint": "%s",
                 "backend": [{"host": ["http://localhost"], "url_pattern": "/"}]}]}
                """
                        .formatted(path);
        var temporary = Files.writeString(directory.resolve("new.json"), text);
        Files.move(
                temporary,
                directory.resolve("f.json"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }
}
