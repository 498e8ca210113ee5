package dev.perigee.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.PlatformTest;
import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

@PlatformTest
class ConcurrentChangesIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired FunctionRegistry registry;
    @Autowired FunctionCatalog catalog;
    @Autowired DatabaseClient database;

    private final FunctionId id =
            new FunctionId("default", "f" + UUID.randomUUID().toString().substring(0, 8));

    @Test
    void numbersVersionsWithoutGapsWhenManySaveAtOnce() {
        var saved =
                Flux.range(1, 40)
                        .flatMap(number -> registry.save(draft("return " + number), true), 40)
                        .collectList()
                        .block(PATIENCE);

        assertThat(saved)
                .extracting(SavedFunction::version)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(catalog.find(id).orElseThrow().code().version()).isEqualTo(liveInDatabase());
    }

    @Test
    void makesOneVersionWhenManySaveTheSame() {
        var saved =
                Flux.range(1, 20)
                        .flatMap(_ -> registry.save(draft("return 1"), true), 20)
                        .collectList()
                        .block(PATIENCE);

        assertThat(saved).hasSize(20).allMatch(one -> one.version() == 1);
        assertThat(saved).filteredOn(SavedFunction::newVersion).hasSize(1);
    }

    @Test
    void findsEveryChangeWhenItsSaveIsAnswered() {
        var seen =
                Flux.range(1, 30)
                        .concatMap(
                                number ->
                                        registry.save(draft("return " + number), true)
                                                .map(saved -> live().equals("return " + number)))
                        .collectList()
                        .block(PATIENCE);

        assertThat(seen).hasSize(30).containsOnly(true);
    }

    @Test
    void followsWhatAnotherProcessCommits() {
        registry.save(draft("return 1"), true).block(PATIENCE);
        registry.save(draft("return 2"), true).block(PATIENCE);

        database.sql(
                        """
                        WITH f AS (UPDATE functions SET updated_at = now() WHERE name = :name
                                   RETURNING id)
                        UPDATE function_aliases SET version = 1 FROM f
                        WHERE function_id = f.id
                        """)
                .bind("name", id.name())
                .then()
                .block(PATIENCE);

        await().atMost(Duration.ofSeconds(3)).until(() -> live().equals("return 1"));
    }

    @Test
    void keepsFunctionsWithEqualCodeApart() {
        var other = new FunctionId("default", id.name() + "-other");
        registry.save(draft("return 1"), true).block(PATIENCE);
        registry.save(draft(other, "return 1"), true).block(PATIENCE);

        var hash = catalog.find(id).orElseThrow().code().hash();

        assertThat(catalog.find(other).orElseThrow().code().hash()).isNotEqualTo(hash);
    }

    @Test
    void holdsSharedFilesOnceInMemoryAndInTheDatabase() {
        var other = new FunctionId("default", id.name() + "-other");
        var text = "return '" + UUID.randomUUID() + "'";
        registry.save(draft(text), true).block(PATIENCE);
        registry.save(draft(other, text), true).block(PATIENCE);

        var one = catalog.find(id).orElseThrow().code().files().get("main.lua");
        assertThat(catalog.find(other).orElseThrow().code().files().get("main.lua")).isSameAs(one);
        assertThat(contents(text)).isEqualTo(1);

        registry.delete(id).block(PATIENCE);
        assertThat(contents(text)).isEqualTo(1);
        registry.delete(other).block(PATIENCE);
        assertThat(contents(text)).isZero();
    }

    private long contents(String text) {
        var count =
                database.sql("SELECT count(*) FROM file_contents WHERE content = :content")
                        .bind("content", text.getBytes(StandardCharsets.UTF_8))
                        .mapValue(Long.class)
                        .one()
                        .block(PATIENCE);
        return count == null ? -1 : count;
    }

    private @Nullable Integer liveInDatabase() {
        return database.sql(
                        """
                        SELECT a.version FROM function_aliases AS a
                        JOIN functions AS f ON f.id = a.function_id WHERE f.name = :name
                        """)
                .bind("name", id.name())
                .mapValue(Integer.class)
                .one()
                .block(PATIENCE);
    }

    private String live() {
        var code = catalog.find(id).orElseThrow().code();
        return new String(code.files().get(code.handler()), StandardCharsets.UTF_8);
    }

    private FunctionDraft draft(String text) {
        return draft(id, text);
    }

    private static FunctionDraft draft(FunctionId id, String text) {
        var files = Map.of("main.lua", text.getBytes(StandardCharsets.UTF_8));
        var hash = CodeHash.of(id, "lua", "main.lua", files);
        return new FunctionDraft(
                new FunctionCode(id, hash, 0, "lua", "main.lua", files), null, null, null);
    }
}
