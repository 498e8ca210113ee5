package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Statements that wait for their turn on a connection when that breaks. */
class UnsentStatementsIntegrationTests {

    private static final String SQL =
            "SELECT concat_ws('|', $1::text, $2::bigint, $3::integer, $4::boolean, $5::uuid,"
                    + " $6::timestamptz AT TIME ZONE 'UTC', encode($7::bytea, 'hex'), $8::text[],"
                    + " $9::bigint[], $10::integer[], $11::uuid[]) AS value";
    private static final UUID ID = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestDatabase.create("unsent");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void parametersArriveAsTheyAre() {
        var read =
                await(
                        Mono.usingWhen(
                                database.pool().create(),
                                connection -> read(connection, "größer, \"a\" 🙂").single(),
                                Connection::close));

        assertThat(read)
                .isEqualTo(
                        "größer, \"a\" 🙂|-1|7|t|"
                                + ID
                                + "|2026-01-02 03:04:05|01ff|{\"a,b\",NULL,\"\\\"\"}|{1,NULL}|{2}|{"
                                + ID
                                + "}");
    }

    @Test
    void leaveNoMemoryBehind() throws Exception {
        var before = ResourceLeakDetector.getLevel();
        var logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
        var reports = new ListAppender<ILoggingEvent>();
        reports.start();
        logger.addAppender(reports);
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        try {
            breakConnectionUnder(50);

            Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> nothingIsReported(reports));
        } finally {
            ResourceLeakDetector.setLevel(before);
            logger.detachAppender(reports);
        }
    }

    /** Netty reports what was collected without a release when the next buffer is allocated. */
    private static boolean nothingIsReported(ListAppender<ILoggingEvent> reports) {
        System.gc();
        ByteBufAllocator.DEFAULT.buffer(16).release();
        return reports.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .noneMatch(report -> report.contains("collectBindingParameters"));
    }

    private static void breakConnectionUnder(int statements) throws Exception {
        var connection = await(Mono.from(database.pool().create()));
        var server = await(value(connection, "SELECT pg_backend_pid()::text AS value"));
        var all = new ArrayList<Mono<String>>();
        all.add(value(connection, "SELECT pg_sleep(60)::text AS value"));
        for (var n = 0; n < statements; n++) {
            all.add(read(connection, "text " + n).single());
        }
        var failed =
                Flux.fromIterable(all)
                        .flatMap(one -> one.map(_ -> 0).onErrorReturn(1), all.size())
                        .reduce(0, Integer::sum)
                        .toFuture();
        try (var killer = database.connect();
                var statement = killer.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + server + ")");
        }
        assertThat(failed.get(20, TimeUnit.SECONDS)).isEqualTo(statements + 1);
        await(Mono.from(connection.close()).onErrorComplete().thenReturn(true));
    }

    private static Mono<String> value(Connection connection, String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .concatMap(result -> result.map(row -> Rows.text(row, "value")))
                .single();
    }

    private static Flux<String> read(Connection connection, String text) {
        return Flux.defer(
                () ->
                        Flux.from(
                                        connection
                                                .createStatement(SQL)
                                                .bind(0, text)
                                                .bind(1, -1L)
                                                .bind(2, 7)
                                                .bind(3, true)
                                                .bind(4, ID)
                                                .bind(
                                                        5,
                                                        OffsetDateTime.of(
                                                                2026,
                                                                1,
                                                                2,
                                                                3,
                                                                4,
                                                                5,
                                                                0,
                                                                ZoneOffset.UTC))
                                                .bind(6, new byte[] {1, -1})
                                                .bind(7, new String[] {"a,b", null, "\""})
                                                .bind(8, new Long[] {1L, null})
                                                .bind(9, new Integer[] {2})
                                                .bind(10, new UUID[] {ID})
                                                .execute())
                                .concatMap(result -> result.map(row -> Rows.text(row, "value"))));
    }
}
