package dev.perigee.gateway.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Texts that are JSON, or nearly. */
final class RandomJson {

    private static final List<String> NAMES =
            List.of("a", "b", "c", "id", "", "é", "漢字", "😀", "long name of a member", "a.b", "?");
    private static final List<String> ODD_NAMES = List.of("\\u0061", "\\n", "\\ud83d\\ude00");
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "x",
                    "some text",
                    "é",
                    "漢",
                    "😀",
                    "\\\"",
                    "\\\\",
                    "\\n\\t",
                    "\\u00e9",
                    "\\/");
    private static final List<String> ODD_TEXTS = List.of("\\ud800", "\\x", "\\u12", "\t", "\0");
    private static final List<String> NUMBERS =
            List.of("0", "-0", "7", "-12", "1.50", "1e5", "1E-7", "2147483647", "2147483648");
    private static final List<String> ODD_NUMBERS =
            List.of(
                    "9223372036854775808",
                    "1e9999",
                    "1e99999",
                    "1e9999999999",
                    "01",
                    "+1",
                    "1.",
                    ".5",
                    "1e",
                    "-",
                    "NaN",
                    "0x1",
                    "1_0",
                    "9".repeat(99),
                    "9".repeat(101),
                    "9".repeat(1001));
    private static final byte[][] DAMAGE = {
        {(byte) 0xc0, (byte) 0xaf},
        {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
        {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
        {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
        {(byte) 0xff},
        {(byte) 0xe2, (byte) 0x82},
        {(byte) 0x80},
        {0},
        {'"'},
        {'\\'},
        {'{'},
        {'}'},
        {']'},
        {','},
        {':'},
        {' '},
        {'\f'},
        {'/', '/'},
    };

    private final Random random;
    private final boolean odd;
    private final StringBuilder text = new StringBuilder();

    private RandomJson(Random random, boolean odd) {
        this.random = random;
        this.odd = odd;
    }

    /** A valid object without anything unusual but many kinds of values. */
    static byte[] object(Random random) {
        var json = new RandomJson(random, false);
        json.object(0);
        return json.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Some value with unusual parts, one time in two damaged as well. */
    static byte[] anything(Random random) {
        var json = new RandomJson(random, true);
        json.space();
        json.value(0);
        json.space();
        var bytes = json.text.toString().getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(6) - 3; i > 0; i--) {
            bytes = damaged(bytes, random);
        }
        return bytes;
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        var out = new ByteArrayOutputStream();
        var at = random.nextInt(bytes.length + 1);
        out.write(bytes, 0, at);
        switch (random.nextInt(4)) {
            case 0 -> out.writeBytes(DAMAGE[random.nextInt(DAMAGE.length)]);
            case 1 -> at = Math.min(bytes.length, at + 1 + random.nextInt(3));
            case 2 -> out.write(bytes, 0, at);
            default -> {
                out.write(random.nextInt(256));
                at = Math.min(bytes.length, at + 1);
            }
        }
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 4 ? 4 : 8)) {
            case 0 -> text.append(pick(NUMBERS, ODD_NUMBERS));
            case 1 -> quote(pick(TEXTS, ODD_TEXTS));
            case 2 -> text.append(pick(List.of("true", "false", "null"), List.of("nul", "True")));
            case 3 -> text.append(random.nextInt());
            case 4, 5 -> array(depth);
            default -> object(depth);
        }
    }

    private void object(int depth) {
        text.append('{');
        var twice = odd && random.nextInt(50) == 0;
        var count = random.nextInt(30) == 0 ? 60 + random.nextInt(10) : random.nextInt(6);
        for (int i = 0; i < count; i++) {
            space();
            var name = pick(NAMES, ODD_NAMES);
            quote(twice ? name : name + i);
            space();
            text.append(':');
            space();
            value(count > 50 ? 9 : depth + 1);
            space();
            text.append(i < count - 1 ? "," : "");
        }
        text.append('}');
    }

    private void array(int depth) {
        text.append('[');
        var count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            space();
            value(depth + 1);
            space();
            text.append(i < count - 1 ? "," : "");
        }
        text.append(']');
    }

    private void quote(String inside) {
        text.append('"').append(inside).append('"');
    }

    private void space() {
        if (odd && random.nextInt(20) == 0) {
            text.append(" \n\r\t", 0, 1 + random.nextInt(4));
        }
    }

    private String pick(List<String> usual, List<String> unusual) {
        var from = odd && random.nextInt(100) == 0 ? unusual : usual;
        return from.get(random.nextInt(from.size()));
    }
}
