package dev.perigee.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

/**
 * Counts the statements in the log of the embedded server, those of this platform only, which is
 * not shared with other tests: what they leave behind is not idle.
 */
@PlatformTest
@TestPropertySource(properties = "test.platform=idle")
@DirtiesContext
@DisabledIfEnvironmentVariable(
        named = "TEST_DATABASE_URL",
        matches = ".+",
        disabledReason = "the log of a foreign server cannot be read")
class IdleQueriesIntegrationTests {

    private static final int SECONDS = 30;
    private static final Pattern STATEMENT = Pattern.compile("(?m)^LOG:  (?:execute|statement)");

    @Autowired WebTestClient client;
    @Autowired DatabaseClient database;

    @BeforeEach
    void logStatements() {
        run("ALTER SYSTEM SET log_statement = 'all'");
        run("ALTER SYSTEM SET log_line_prefix = '%d '");
        run("SELECT pg_reload_conf()");
    }

    @AfterEach
    void logAsBefore() {
        run("ALTER SYSTEM RESET log_statement");
        run("ALTER SYSTEM RESET log_line_prefix");
        run("SELECT pg_reload_conf()");
    }

    @Test
    void asksTheDatabaseAtMostTwiceASecond() {
        post("/api/v1/topics", "{\"name\":\"idle\",\"partitions\":8}");
        client.put()
                .uri("/api/v1/functions/idle")
                .bodyValue(Map.of("runtime", "lua", "source", "return 1"))
                .exchange()
                .expectStatus()
                .isCreated();
        post("/api/v1/triggers", "{\"name\":\"idle\",\"topic\":\"idle\",\"function\":\"idle\"}");
        Mono.delay(Duration.ofSeconds(4)).block();

        var before = statements();
        Mono.delay(Duration.ofSeconds(SECONDS)).block();
        var sent = statements();
        var idle = sent.subList(before.size(), sent.size());

        assertThat(idle.size())
                .as(() -> "statements: " + kinds(idle))
                .isBetween(SECONDS / 2, 2 * SECONDS);
    }

    private void post(String path, String body) {
        client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private void run(String sql) {
        database.sql(sql).fetch().all().blockLast();
    }

    /** Without those that only begin and end transactions, and without these two themselves. */
    private List<String> statements() {
        var name = text("SELECT current_database()");
        var log =
                text("SELECT pg_read_file(current_setting('data_directory') || '/../server.log')");
        return log.lines()
                .filter(line -> line.startsWith(name + " LOG:"))
                .map(line -> line.substring(name.length() + 1))
                .filter(line -> STATEMENT.matcher(line).find())
                .filter(line -> !line.contains(": BEGIN") && !line.contains(": COMMIT"))
                .filter(line -> !line.contains("current_database()"))
                .filter(line -> !line.contains("pg_read_file"))
                .toList();
    }

    /** How many of each, by how they begin. */
    private static Map<String, Long> kinds(List<String> statements) {
        return statements.stream()
                .map(line -> line.replaceFirst("^LOG:  [^:]*: ", ""))
                .collect(
                        Collectors.groupingBy(
                                line -> line.substring(0, Math.min(60, line.length())),
                                TreeMap::new,
                                Collectors.counting()));
    }

    private String text(String sql) {
        return database.sql(sql)
                .map(row -> Objects.requireNonNull(row.get(0, String.class)))
                .one()
                .blockOptional()
                .orElseThrow();
    }
}
