package dev.perigee.events.postgres;

import static dev.perigee.events.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Arrays in binary form as the server reads them. */
class BinaryArraysIntegrationTests {

    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestDatabase.create("arrays");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void sendsNumbers() {
        var ints = BinaryArray.ofInts(0);
        var longs = BinaryArray.ofLongs(1);
        for (var n = -2; n < 3; n++) {
            ints.add(n * 1_000_000_000);
            longs.add(n * 4_000_000_000_000_000_000L);
        }

        assertThat(read(ints)).isEqualTo("-2000000000,-1000000000,0,1000000000,2000000000");
        assertThat(read(longs))
                .startsWith("-8000000000000000000,")
                .endsWith(",8000000000000000000");
    }

    @Test
    void sendsIds() {
        var id = UUID.randomUUID();
        var ids = BinaryArray.ofUuids(1);
        ids.add(id);
        ids.add(new UUID(0, -1));

        assertThat(read(ids)).isEqualTo(id + ",00000000-0000-0000-ffff-ffffffffffff");
    }

    @Test
    void sendsTextsAsTheyAre() {
        var texts = BinaryArray.ofTexts(0);
        texts.add("{\"a\\\"b\"}");
        texts.add((String) null);
        texts.add("");
        texts.add("größer 日本 🙂");
        texts.add("x".repeat(100_000));

        assertThat(read(texts)).isEqualTo("{\"a\\\"b\"},-,,größer 日本 🙂," + "x".repeat(100_000));
    }

    @Test
    void sendsNothing() {
        assertThat(read(BinaryArray.ofTexts(0))).isEmpty();
    }

    private static String read(BinaryArray array) {
        return await(
                database.client()
                        .sql("SELECT array_to_string($1, ',', '-') AS value")
                        .bind(0, array)
                        .map(row -> Rows.text(row, "value"))
                        .one());
    }
}
