package dev.perigee.lua.builtins;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;

/** What must hold for all strings and numbers, with Java's own arithmetic as the oracle. */
class StringPropertyTests {

    /** One set of inputs for all builds. */
    private static final String SEED = "5403";

    private static final Context CONTEXT = Context.create("lua");
    private static final Value FORMAT = CONTEXT.eval("lua", "return string.format");
    private static final Value TEXT = CONTEXT.eval("lua", "return tostring");
    private static final Value ROUND_TRIP =
            CONTEXT.eval(
                    "lua",
                    "return function(f, v) return (string.unpack(f, string.pack(f, v))) end");

    @AfterContainer
    static void close() {
        CONTEXT.close();
    }

    @Property(tries = 200, seed = SEED)
    void fixedPointIsWhatTheExactDecimalRoundsTo(
            @ForAll double number, @ForAll @IntRange(max = 20) int precision) {
        var expected =
                new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        var sign = expected.startsWith("-") || Double.doubleToRawLongBits(number) >= 0 ? "" : "-";

        assertThat(FORMAT.execute("%." + precision + "f", number).asString())
                .isEqualTo(sign + expected);
    }

    @Property(tries = 200, seed = SEED)
    void seventeenDigitsBringAFloatBack(@ForAll double number) {
        var shown = FORMAT.execute("%.17g", number).asString();

        assertThat(Double.parseDouble(shown)).isEqualTo(number);
    }

    @Property(tries = 200, seed = SEED)
    void integersInAllBasesAreJavas(@ForAll long number) {
        assertThat(FORMAT.execute("%d", number).asString()).isEqualTo(Long.toString(number));
        assertThat(FORMAT.execute("%x", number).asString()).isEqualTo(Long.toHexString(number));
        assertThat(FORMAT.execute("%o", number).asString()).isEqualTo(Long.toOctalString(number));
        assertThat(TEXT.execute(number).asString()).isEqualTo(Long.toString(number));
    }

    @Property(tries = 200, seed = SEED)
    void packedIntegersComeBack(
            @ForAll long number, @ForAll @IntRange(min = 8, max = 16) int size) {
        assertThat(ROUND_TRIP.execute("<i" + size, number).asLong()).isEqualTo(number);
        assertThat(ROUND_TRIP.execute(">i" + size, number).asLong()).isEqualTo(number);
    }

    @Property(tries = 200, seed = SEED)
    void packedFloatsComeBack(@ForAll double number) {
        assertThat(ROUND_TRIP.execute("<d", number).asDouble()).isEqualTo(number);
    }

    @Property(tries = 200, seed = SEED)
    void packedStringsComeBack(@ForAll String string) {
        var kept = string.replace("\0", "").replaceAll("[\\ud800-\\udfff]", "");

        assertThat(ROUND_TRIP.execute("s4", kept).asString()).isEqualTo(kept);
        assertThat(ROUND_TRIP.execute("z", kept).asString()).isEqualTo(kept);
    }
}
