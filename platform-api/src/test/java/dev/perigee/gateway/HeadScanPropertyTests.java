package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Requests one behind the other, cut into packets anywhere. */
class HeadScanPropertyTests {

    private static final List<String> DATA =
            List.of("x", "\n folded", "\r\n\r\n \t", "0\r\n\r\n A: b");

    @Property(tries = 3_000)
    void losesTrackOfNoRequest(@ForAll Random random) {
        var scan = new HeadScan();
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(request(random));
        }

        assertThat(isClear(scan, text.toString(), random)).as(text.toString()).isTrue();

        var folded = "GET /b HTTP/1.1\r\nHost: x\r\nA: 1\r\n B: 2\r\n\r\n";
        assertThat(isClear(scan, folded, random)).as(text.toString()).isFalse();
    }

    private static boolean isClear(HeadScan scan, String text, Random random) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        var clear = true;
        for (int from = 0; from < bytes.length; ) {
            var count = Math.min(bytes.length - from, 1 + random.nextInt(40));
            clear &= scan.isClear(Unpooled.wrappedBuffer(bytes, from, count));
            from += count;
        }
        return clear;
    }

    private static String request(Random random) {
        var data = DATA.get(random.nextInt(DATA.size()));
        var head = "POST /a HTTP/1.1\r\nHost: x\r\nX:  two  blanks\r\n";
        return switch (random.nextInt(3)) {
            case 0 -> head + "\r\n";
            case 1 -> head + "CONTENT-length: " + data.length() + "\r\nY: 7\r\n\r\n" + data;
            default -> head + "Transfer-Encoding: chunked\r\n\r\n" + chunked(data, random);
        };
    }

    private static String chunked(String data, Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(random.nextBoolean() ? "0" : "")
                    .append(Integer.toHexString(data.length()).toUpperCase(java.util.Locale.ROOT))
                    .append(random.nextBoolean() ? ";a= b" : "")
                    .append("\r\n")
                    .append(data)
                    .append("\r\n");
        }
        return text + "0\r\n" + (random.nextBoolean() ? "T: 1\r\nU: 2\r\n" : "") + "\r\n";
    }
}
