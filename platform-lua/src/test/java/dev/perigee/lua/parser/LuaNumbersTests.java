package dev.perigee.lua.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuaNumbersTests {

    private static final int MAX_LENGTH = 3_000;

    /** The JVM reads numerals of any length exactly, but cannot be interrupted there. */
    @Test
    void longNumeralsAreWhatTheJvmMakesOfThem() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var numeral = numeral(random);

            assertThat(LuaNumbers.parse(numeral))
                    .as(numeral)
                    .isEqualTo(Double.parseDouble(numeral));
        }
    }

    /** The middle of two floats, then the least that is more. */
    @Test
    void aDigitFarBehindDecidesWhichFloatIsNearest() {
        var middle = "9007199254740993." + "0".repeat(MAX_LENGTH);

        assertThat(LuaNumbers.parse(middle)).isEqualTo(9007199254740992.0);
        assertThat(LuaNumbers.parse(middle + "1")).isEqualTo(9007199254740994.0);
        assertThat(LuaNumbers.parse("-" + middle + "1e0")).isEqualTo(-9007199254740994.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.N.", "1Ne", "1Ne+", "1Ne1e", "1Ne1.", ".e1N", "+-1N", "1e+-N"})
    void whatIsNoNumeralStaysNoneWhenItIsLong(String shape) {
        var text = shape.replace("N", "1".repeat(MAX_LENGTH));

        assertThat(LuaNumbers.parse(text)).isNull();
    }

    private static String numeral(Random random) {
        var text = new StringBuilder(random.nextBoolean() ? "-" : "");
        append(text, random, "0", random.nextInt(3) * 400);
        append(text, random, "0123456789", 1 + random.nextInt(MAX_LENGTH));
        text.append('.');
        append(text, random, random.nextBoolean() ? "0" : "09", random.nextInt(MAX_LENGTH));
        append(text, random, "0123456789", random.nextInt(900));
        return random.nextBoolean()
                ? text.toString()
                : text + "e" + (random.nextInt(2 * MAX_LENGTH) - MAX_LENGTH - 300);
    }

    private static void append(StringBuilder text, Random random, String digits, int count) {
        for (int i = 0; i < count; i++) {
            text.append(digits.charAt(random.nextInt(digits.length())));
        }
    }
}
