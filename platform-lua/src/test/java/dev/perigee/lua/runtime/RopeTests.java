package dev.perigee.lua.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings that are put together late are those that would have been put together at once. */
@ExtendWith(EnteredContext.class)
class RopeTests {

    private static final int PIECES = 200_000;

    private record Pair(LuaString string, String text) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isWhatItsPiecesAre(long seed) {
        var random = new Random(seed);
        var known = new ArrayList<>(List.of(new Pair(LuaString.EMPTY, ""), pair("ab")));
        for (var step = 0; step < 300; step++) {
            var made = random.nextInt(4) == 0 ? repeated(random, known) : joined(random, known);
            if (made.text().length() < 100_000) {
                known.add(made);
            }
            assertThat(made.string().length()).isEqualTo(made.text().length());
            if (random.nextInt(8) == 0) {
                assertThat(made.string().toLatin1()).isEqualTo(made.text());
            }
        }
        for (var pair : known) {
            assertThat(pair.string().toLatin1()).isEqualTo(pair.text());
            assertThat(pair.string()).isEqualTo(LuaString.of(pair.text()));
        }
    }

    private static Pair pair(String text) {
        return new Pair(LuaString.of(text), text);
    }

    private static Pair any(Random random, List<Pair> known) {
        return known.get(random.nextInt(known.size()));
    }

    private static Pair joined(Random random, List<Pair> known) {
        var left = random.nextInt(3) == 0 ? pair("x" + random.nextInt(100)) : any(random, known);
        var right = random.nextInt(3) == 0 ? pair("y" + random.nextInt(100)) : any(random, known);
        return new Pair(left.string().concat(right.string()), left.text() + right.text());
    }

    private static Pair repeated(Random random, List<Pair> known) {
        var unit = any(random, known);
        var separator = random.nextBoolean() ? pair(", ") : pair("");
        var count = 1 + random.nextInt(5);
        var text = String.join(separator.text(), Collections.nCopies(count, unit.text()));
        return text.isEmpty()
                ? pair("")
                : new Pair(
                        LuaString.repeated(unit.string(), separator.string(), text.length()), text);
    }

    @Test
    void manyPiecesOnEitherSideNeedNoStack() {
        var piece = LuaString.of("p".repeat(Rope.SHORTEST));
        var after = piece;
        var before = piece;
        for (var i = 0; i < PIECES / 10; i++) {
            after = after.concat(piece);
            before = piece.concat(before);
        }

        assertThat(after.bytes()).hasSize(piece.length() * (PIECES / 10 + 1)).containsOnly('p');
        assertThat(before).isEqualTo(after);
    }

    @Test
    void smallPiecesAreCollected() {
        var grown = LuaString.of("p".repeat(Rope.SHORTEST));
        for (var i = 0; i < PIECES; i++) {
            grown = grown.concat(LuaString.of("a"));
        }
        for (var i = 0; i < PIECES; i++) {
            grown = LuaString.of("b").concat(grown);
        }

        assertThat(pieces(grown)).isLessThan(4 * PIECES / Rope.SHORTEST);
    }

    private static int pieces(LuaString string) {
        return string.rope() instanceof Rope.Joined joined
                ? pieces(joined.left()) + pieces(joined.right())
                : 1;
    }

    @Test
    void aStringThatIsOnlyMeasuredIsNeverMade() {
        var measure =
                Context.getCurrent()
                        .eval(
                                "lua",
                                "return function() local s = ('x'):rep(2e7) return #(s:rep(1) .."
                                        + " 'y') end");
        measure.execute();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();

        assertThat(measure.execute().asLong()).isEqualTo(20_000_001);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
    }
}
