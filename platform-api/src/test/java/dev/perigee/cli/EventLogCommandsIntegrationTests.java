package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.PlatformTest;
import dev.perigee.events.SegmentUpkeep;
import dev.perigee.events.postgres.PostgresEventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class EventLogCommandsIntegrationTests {

    @Autowired WebTestClient client;
    @Autowired DatabaseClient database;
    @Autowired PostgresEventLog log;
    @LocalServerPort int port;

    private String name;

    @BeforeEach
    void createTopicAndFunction() {
        name = "c" + UUID.randomUUID().toString().substring(0, 8);
        client.put()
                .uri("/api/v1/functions/" + name)
                .bodyValue(Map.of("runtime", "lua", "source", "return 1"))
                .exchange()
                .expectStatus()
                .isCreated();
        succeeds("topics", "create", name, "--partitions", "2", "--keep", "7d");
    }

    private record Ran(int exit, String out, String error) {}

    private Ran run(String... arguments) {
        return run(new ByteArrayOutputStream(), arguments);
    }

    private Ran run(ByteArrayOutputStream out, String... arguments) {
        var error = new ByteArrayOutputStream();
        var terminal =
                Terminal.plain(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(error, true, StandardCharsets.UTF_8));
        var environment = Map.of("PERIGEE_URL", "http://localhost:" + port);
        var exit =
                new PerigeeCommandLine(
                                terminal,
                                (_, _) -> {
                                    throw new IllegalStateException("not needed");
                                },
                                environment)
                        .run(arguments);
        return new Ran(
                exit, out.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    }

    private Ran succeeds(String... arguments) {
        var ran = run(arguments);
        assertThat(ran.exit()).as(ran.error()).isZero();
        return ran;
    }

    @Test
    void explainsEveryCommand() {
        for (var command :
                new String[] {
                    "topics",
                    "events",
                    "triggers",
                    "dead-letters",
                    "replay",
                    "schedules",
                    "state",
                    "channels"
                }) {
            assertThat(succeeds(command, "--help").out()).contains("Examples:");
            assertThat(run(command).exit()).isEqualTo(2);
        }
        assertThat(succeeds("triggers", "seek", "--help").out()).contains("PLACE");
        assertThat(run("triggers", "seek", "x").exit()).isEqualTo(2);
    }

    @Test
    void managesTopics() {
        assertThat(succeeds("topics", "list").out()).contains("TOPIC").contains(name);
        assertThat(succeeds("topics", "show", name).out()).contains("604800000");
        assertThat(run("topics", "create", name).exit()).isEqualTo(1);
        succeeds(
                "topics",
                "change",
                name,
                "--keep-bytes",
                "2GB",
                "--schema",
                "{\"type\":\"object\"}");
        assertThat(succeeds("topics", "show", name, "--json").out())
                .contains("\"ageMs\":604800000")
                .contains("\"bytes\":2147483648");
        succeeds("topics", "change", name, "--keep", "none", "--schema", "none");
        assertThat(succeeds("topics", "show", name, "--json").out())
                .contains("\"ageMs\":null")
                .doesNotContain("schema");
        assertThat(run("topics", "change", name).error()).contains("--keep");
        assertThat(run("topics", "change", name, "--keep", "soon").error()).contains("duration");
        succeeds("topics", "delete", name);
        assertThat(run("topics", "show", name).error()).contains("no topic");
    }

    @Test
    void appendsAndListsEvents() throws Exception {
        succeeds("events", "append", name, "{\"n\":1.10}", "--key", "a", "--header", "h=v");
        var lines = Files.createTempFile("events", ".jsonl");
        Files.writeString(lines, "{\"n\":2}\n\n{\"n\":3}\n");
        succeeds("events", "append", name, "@" + lines, "--lines", "--key", "a");
        Files.delete(lines);
        succeeds("events", "append", name, "4", "--idempotency-key", "once");
        succeeds("events", "append", name, "4", "--idempotency-key", "once");

        assertThat(succeeds("events", "list", name).out().lines()).hasSize(4);
        assertThat(succeeds("events", "list", name, "--key", "a", "--from", "0", "--json").out())
                .contains("\"headers\":{\"h\":\"v\"}")
                .contains("\"payload\":{\"n\":1.10}")
                .contains("\"payload\":{\"n\":2}");
        assertThat(run("events", "append", name, "{").error()).contains("not JSON");
        assertThat(run("events", "append", "none-such", "1").error()).contains("no topic");
        assertThat(run("events", "list", name, "--from", "0").error()).contains("partition");
    }

    @Test
    void followsEventsUntilTheStreamEnds() {
        var out = new ByteArrayOutputStream();
        var ran =
                CompletableFuture.supplyAsync(() -> run(out, "events", "tail", name, "--key", "k"));

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            succeeds("events", "append", name, "{\"n\":1.50}", "--key", "k");
                            succeeds("events", "append", name, "2", "--key", "other");
                            return out.toString(StandardCharsets.UTF_8).contains("{\"n\":1.50}");
                        });
        succeeds("topics", "delete", name);

        assertThat(ran).succeedsWithin(Duration.ofSeconds(20));
        assertThat(ran.join().exit()).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.contains(" k "));
        assertThat(run("events", "tail", "none-such").error()).contains("no topic");
    }

    @Test
    void trimsTopics() {
        assertThat(succeeds("topics", "trim", name).error()).contains("dropped 0 segments");
        succeeds("topics", "change", name, "--keep", "1ms");
        succeeds("triggers", "create", name, "--topic", name, "--function", name);
        succeeds("triggers", "pause", name);
        succeeds("events", "append", name, "1");
        log.lookAfterSegments(SegmentUpkeep.Limits.DEFAULT, false).block(Duration.ofSeconds(20));

        var held = run("topics", "trim", name);
        assertThat(held.exit()).isEqualTo(1);
        assertThat(held.error()).contains("trigger " + name + " has not read").contains("--force");
        assertThat(succeeds("topics", "trim", name, "--force", "--json").out())
                .contains("{\"segments\":1}");
    }

    @Test
    void managesTriggersAndReplays() {
        succeeds("triggers", "create", name, "--topic", name, "--function", name);
        succeeds("triggers", "pause", name);
        succeeds("events", "append", name, "1");
        assertThat(succeeds("triggers", "list").out()).contains("PENDING").contains("paused");
        assertThat(succeeds("triggers", "seek", name, "earliest").error())
                .contains("paused, 1 events pending");
        succeeds("triggers", "change", name, "--batch", "5", "--attempts", "2");
        succeeds("triggers", "change", name, "--first-delay", "1s", "--max-delay", "5m");
        assertThat(succeeds("triggers", "show", name, "--json").out())
                .contains("\"batchSize\":5", "\"attempts\":2")
                .contains("\"firstDelayMs\":1000", "\"maxDelayMs\":300000");
        assertThat(run("triggers", "change", name, "--on-failure", "burn").error())
                .contains("park or block");
        assertThat(
                        run("triggers", "create", name + "x", "--topic", name, "--function", "none")
                                .error())
                .contains("no function");

        var replay = succeeds("replay", "start", name).out().strip();
        succeeds("replay", "pause", replay);
        assertThat(succeeds("replay", "list").out()).contains(replay);
        succeeds("replay", "compare", replay);
        succeeds("replay", "captured", replay);
        succeeds("replay", "discard", replay);
        assertThat(run("replay", "show", replay).exit()).isEqualTo(1);
        succeeds("triggers", "delete", name);
    }

    @Test
    void managesSchedules() {
        succeeds("schedules", "create", name, "--cron", "@daily", "--function", name);
        assertThat(succeeds("schedules", "list").out()).contains("NEXT").contains(name);
        assertThat(succeeds("schedules", "show", name, "--json").out())
                .contains("\"cron\":\"@daily\"");
        assertThat(
                        run("schedules", "create", "x", "--cron", "0 0 30 2 *", "--function", name)
                                .error())
                .contains("never fires");
        assertThat(run("schedules", "create", "x", "--function", name).exit()).isEqualTo(2);
        succeeds("schedules", "delete", name);
        assertThat(run("schedules", "show", name).error()).contains("no schedule");
    }

    @Test
    void savesRedrivesAndDropsDeadLetters(@TempDir Path project) throws Exception {
        succeeds("triggers", "create", name, "--topic", name, "--function", name);
        succeeds("triggers", "pause", name);
        park();
        var id = succeeds("dead-letters", "list", name, "--json").out();
        id = id.substring(id.indexOf("\"id\":") + 5, id.indexOf(','));

        assertThat(succeeds("dead-letters", "list", name, "--error", "BROKE").out())
                .contains("broke");
        var saved = Path.of(succeeds("dead-letters", "save", name, id, "" + project).out().strip());
        assertThat(Files.readString(saved)).contains("luaunit").contains("broke");
        assertThat(run("dead-letters", "save", name, id, "" + project).error()).contains("exists");
        assertThat(run("dead-letters", "drop", name).error()).contains("--all");
        assertThat(succeeds("dead-letters", "redrive", name, id).error())
                .contains("1 dead letter will");
        assertThat(run("dead-letters", "drop", name, "x1").error()).contains("\"x1\" is no ID");
        assertThat(succeeds("dead-letters", "drop", name, "--key", "nobody").error())
                .contains("nothing was done");
        succeeds("dead-letters", "drop", name, "--all");
        assertThat(succeeds("dead-letters", "list", name).error()).contains("has no dead letters");
    }

    private void park() {
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () ->
                                database.sql(
                                                "INSERT INTO dead_letters (trigger_id, partition,"
                                                    + " event_offset, event_id, appended_at,"
                                                    + " payload, attempts, error, parked_at) SELECT"
                                                    + " id, 0, 0, gen_random_uuid(), now(), '1', 4,"
                                                    + " 'broke', now() FROM triggers WHERE name ="
                                                    + " :name")
                                        .bind("name", name)
                                        .fetch()
                                        .rowsUpdated()
                                        .block(),
                        rows -> rows != null && rows == 1);
    }

    @Test
    void readsAndWritesState() {
        var key = name + "/a b";
        succeeds("state", "put", key, "{\"v\":1}", "--expect", "0");
        assertThat(run("state", "put", key, "2", "--expect", "0").error()).contains("409");
        assertThat(succeeds("state", "get", key).out()).contains("\"v\"");
        assertThat(succeeds("state", "list", name).out()).contains(key);
        succeeds("state", "put", key, "3", "--ttl", "1h");
        succeeds("state", "delete", key);
        assertThat(run("state", "get", key).exit()).isEqualTo(1);
        assertThat(run("state", "put", key, "{").error()).contains("not JSON");
    }

    @Test
    void managesChannels() {
        assertThat(succeeds("channels", "subscribe", name, "--topic", name).error())
                .contains("subscription");
        assertThat(succeeds("channels", "list").out()).contains("CHANNEL").contains(name);
        assertThat(succeeds("channels", "subscribers", name + ":x").out())
                .contains("topic:" + name);
        assertThat(succeeds("channels", "publish", name, "{\"n\":1}").out()).contains("[ ]");
        var listed = succeeds("channels", "list", "--json").out();
        var id = listed.replaceAll("(?s).*\"id\":(\\d+),[^}]*\"topic\":\"" + name + ".*", "$1");
        succeeds("channels", "unsubscribe", id);
        assertThat(run("channels", "unsubscribe", id).exit()).isEqualTo(1);
        assertThat(run("channels", "subscribe", name, "nowhere").error())
                .contains("does not exist");
        assertThat(run("channels", "publish", name, "{").error()).contains("not JSON");
    }
}
