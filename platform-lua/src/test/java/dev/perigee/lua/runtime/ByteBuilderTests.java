package dev.perigee.lua.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EnteredContext.class)
class ByteBuilderTests {

    private static final int LENGTH = 15_000_000;

    @Test
    void whatHasGrownLongKeepsItsBytes() {
        var random = new Random(7);
        var expected = new ByteArrayOutputStream();
        var builder = new ByteBuilder(16);
        while (expected.size() < LENGTH) {
            append(builder, expected, random);
        }

        assertThat(builder.length()).isEqualTo(expected.size());
        assertThat(builder.toBytes()).isEqualTo(expected.toByteArray());
        assertThat(builder.toLuaString().bytes()).isEqualTo(expected.toByteArray());
    }

    /** Mostly little, now and then more than there is room for in one piece. */
    private static void append(ByteBuilder builder, ByteArrayOutputStream expected, Random random) {
        var part = new byte[random.nextInt(random.nextInt(20) == 0 ? 9_000_000 : 60_000)];
        random.nextBytes(part);
        int from = part.length / 3;
        builder.append(part, from, part.length).append('x').append("text");
        expected.write(part, from, part.length - from);
        expected.writeBytes(new byte[] {'x', 't', 'e', 'x', 't'});
    }
}
