package dev.perigee.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perigee.storage.TestPostgres;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Two servers on one database, with functions whose effects can be counted. */
final class KilledServers implements AutoCloseable {

    private static final Map<String, String> FUNCTIONS =
            Map.of(
                    "add",
                    """
                    local topics = require "topics"
                    return function(args)
                      return topics.append("numbers", { { key = args.key, payload = { n = args.n, fail = args.fail } } })
                    end
                    """,
                    "count",
                    """
                    local state = require "state"
                    return function(args, ctx)
                      if args.fail then error("poisoned") end
                      local event = ctx.event
                      local counter = "count/" .. event.partition
                      state.put(counter, (state.get(counter) or 0) + 1)
                      local last = "last/" .. event.key
                      if event.offset <= (state.get(last) or -1) then state.put("disorder/" .. event.key, event.offset) end
                      state.put(last, event.offset)
                    end
                    """,
                    "slow",
                    """
                    local topics, state, sleep = require "topics", require "state", require "sleep"
                    return function(args, ctx)
                      state.put("started/" .. ctx.event.topic .. "/" .. ctx.event.key, 1, { immediate = true })
                      sleep(args.ms)
                      topics.append(args.out, { [ctx.event.key] = 1 })
                    end
                    """,
                    "stuck",
                    """
                    local state, sleep = require "state", require "sleep"
                    return function(args, ctx)
                      state.put("attempts", (state.get("attempts", { immediate = true }) or 0) + 1, { immediate = true })
                      sleep(60000)
                    end
                    """);

    final String url = TestPostgres.newDatabase();
    final ServerProcess first = new ServerProcess(url);
    final ServerProcess second = new ServerProcess(url);

    KilledServers start() {
        // One after the other, since both would migrate the empty database.
        first.launch().awaitReady();
        second.launch();
        var answer = first.send("POST", "/api/v1/deployments", deployment(), Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        second.awaitReady();
        return this;
    }

    private static Map<String, Object> deployment() {
        var functions =
                FUNCTIONS.entrySet().stream()
                        .map(
                                function ->
                                        Map.of(
                                                "name", function.getKey(),
                                                "runtime", "lua",
                                                "source", function.getValue(),
                                                "limits", Map.of("deadlineMs", 60_000)))
                        .toList();
        return Map.of(
                "project",
                "kill",
                "functions",
                functions,
                "routes",
                List.of(Map.of("method", "POST", "path", "/add", "function", "add")),
                "events",
                Map.of(
                        "topics",
                        List.of(
                                Map.of("name", "numbers"),
                                Map.of("name", "stuck"),
                                Map.of("name", "guarded"),
                                Map.of("name", "guarded-out"),
                                Map.of("name", "unguarded"),
                                Map.of("name", "unguarded-out")),
                        "triggers",
                        List.of(
                                trigger("numbers", "count"),
                                trigger("stuck", "stuck"),
                                trigger("guarded", "slow"),
                                trigger("unguarded", "slow"))));
    }

    private static Map<String, String> trigger(String topic, String function) {
        return Map.of("name", "on-" + topic, "topic", topic, "function", function);
    }

    /** Everything in one column, as text. */
    List<String> query(String sql) {
        var address = URI.create(url);
        var user = address.getUserInfo().split(":", 2);
        var jdbc =
                "jdbc:postgresql://%s:%d%s"
                        .formatted(address.getHost(), address.getPort(), address.getPath());
        try (var connection = DriverManager.getConnection(jdbc, user[0], user[1]);
                var statement = connection.createStatement()) {
            var rows = new ArrayList<String>();
            if (statement.execute(sql)) {
                var found = statement.getResultSet();
                while (found.next()) {
                    rows.add(Objects.requireNonNullElse(found.getString(1), ""));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String sql) {
        return Long.parseLong(query(sql).getFirst());
    }

    /** Events in a topic. */
    long stored(String topic) {
        return number(
                """
                SELECT count(*) FROM events e JOIN topic_segments s ON s.id = e.segment_id
                JOIN topics t ON t.id = s.topic_id WHERE t.name = '%s'
                """
                        .formatted(topic));
    }

    /** Events of a topic that its trigger has not handled. */
    long pending(String topic) {
        return number(
                """
                SELECT sum(p.next_offset - tp.position) FROM trigger_positions tp
                JOIN triggers t ON t.id = tp.trigger_id
                JOIN topics o ON o.id = t.topic_id
                JOIN topic_partitions p ON p.topic_id = o.id AND p.partition = tp.partition
                WHERE o.name = '%s'
                """
                        .formatted(topic));
    }

    /** How often each dead letter of a topic's trigger was tried. */
    List<String> attemptsOfParked(String topic) {
        return query(
                """
                SELECT d.attempts FROM dead_letters d JOIN triggers t ON t.id = d.trigger_id
                WHERE t.name = 'on-%s'
                """
                        .formatted(topic));
    }

    /** Appends once, as soon as the second server's connections are good. */
    void append(String topic, Object events) {
        var once = Map.of("Idempotency-Key", topic);
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(UncheckedIOException.class)
                .until(
                        () ->
                                second.send(
                                                        "POST",
                                                        "/api/v1/topics/" + topic + "/events",
                                                        events,
                                                        once)
                                                .statusCode()
                                        == 201);
    }

    /** Ends every connection of the servers to the database. */
    void cutConnections() {
        query(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
