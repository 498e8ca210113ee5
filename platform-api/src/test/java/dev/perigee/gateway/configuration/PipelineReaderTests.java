package dev.perigee.gateway.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.GoldenFiles;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.encoding.Json;
import dev.perigee.gateway.resilience.Protection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about broken pipelines, file by file, and what is made of whole ones. */
class PipelineReaderTests {

    private static final PipelineReader.Route ROUTE =
            new PipelineReader.Route("default", "GET", Set.of("id"));

    private final PipelineReader reader = new PipelineReader(Encodings.builtIn());

    static Stream<Path> broken() throws IOException {
        return GoldenFiles.in(PipelineReaderTests.class, "broken", ".json");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysEverythingThatIsWrong(Path file) throws IOException {
        var node = ConfigNode.root(Json.read(Files.readString(file)));

        reader.read(node, ROUTE);

        assertThat(node.mistakes().stream().map(Mistake::toString).toList())
                .containsExactlyInAnyOrderElementsOf(GoldenFiles.lines(file));
    }

    @Test
    void readsWhatProtectsABackend() {
        var node =
                ConfigNode.root(
                        Json.read(
                                """
                                {"backends": [{"host": "http://x:1", "maxResponse": "1MB",
                                  "retry": {"attempts": 4, "delay": "10ms", "timeout": "1s", "budget": 5, "unsafe": true},
                                  "breaker": {"failureRate": 30, "calls": 7, "open": "3s"},
                                  "cache": {"ttl": "1m", "stale": "2m"}}]}
                                """));

        var spec = reader.read(node, ROUTE);

        assertThat(node.mistakes()).isEmpty();
        assertThat(spec.backends().getFirst().protection())
                .isEqualTo(
                        new Protection(
                                new Protection.Retry(
                                        4, Duration.ofMillis(10), Duration.ofSeconds(1), 5, true),
                                new Protection.Breaker(30, 7, Duration.ofSeconds(3)),
                                new Protection.Caching(
                                        Duration.ofMinutes(1), Duration.ofMinutes(2)),
                                1 << 20,
                                Duration.ofMinutes(5)));
    }
}
