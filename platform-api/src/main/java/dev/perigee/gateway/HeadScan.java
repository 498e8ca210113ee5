package dev.perigee.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Looks at the bytes of requests' heads for forms that the codec forgives and another server in
 * front may read in another way: lines that go on with a blank (a folded header, or one more header
 * for who does not fold), and request lines with other blanks than one space between their parts.
 *
 * <p>It follows a connection from its first byte, from head to head, through bodies of a known
 * length and chunked ones. What is wrong with a body is left to the codec, which ends the
 * connection.
 */
final class HeadScan implements ByteProcessor {

    private static final String LENGTH = "content-length:";
    private static final String CODING = "transfer-encoding:";

    /** The longest name that matters. */
    private static final int NAME = 18;

    private final StringBuilder name = new StringBuilder(NAME);
    private final ChunkScan chunks = new ChunkScan();
    private boolean firstLine = true;
    private boolean lineStart = true;
    private boolean naming;
    private boolean counting;
    private boolean chunking;
    private boolean chunked;
    private boolean unclear;
    private int before;
    private long length;
    private long body;

    /** Whether all heads in these bytes can be read in one way only. */
    boolean isClear(ByteBuf bytes) {
        var from = bytes.readerIndex();
        while (from < bytes.writerIndex() && !unclear) {
            if (body > 0) {
                var skipped = Math.min(body, bytes.writerIndex() - from);
                body -= skipped;
                from += (int) skipped;
            } else if (chunked) {
                unclear = !chunks.isClear(bytes.getByte(from++));
                body = chunks.takeData();
                chunked = !chunks.isOver();
            } else {
                var end = bytes.forEachByte(from, bytes.writerIndex() - from, this);
                from = end < 0 ? bytes.writerIndex() : end + 1;
            }
        }
        return !unclear;
    }

    /** Goes on to the end of a head, or to what is not clear. */
    @Override
    public boolean process(byte value) {
        if (value == '\n') {
            return !endsHead();
        }
        if (value == '\r') {
            return true;
        }
        if (lineStart) {
            lineStart = false;
            naming = !firstLine;
            unclear |= value == ' ' || value == '\t';
        }
        if (firstLine) {
            unclear |= value == '\t' || (value == ' ' && before == ' ');
        } else {
            field(value);
        }
        before = value;
        return !unclear;
    }

    private void field(byte value) {
        if (counting && value >= '0' && value <= '9') {
            length = Math.min(length * 10 + value - '0', Long.MAX_VALUE / 20);
        }
        if (!naming) {
            return;
        }
        name.append((char) (value >= 'A' && value <= 'Z' ? value + 32 : value));
        if (value == ':' || name.length() == NAME) {
            naming = false;
            counting = LENGTH.contentEquals(name);
            chunking |= CODING.contentEquals(name);
            name.setLength(0);
        }
    }

    /** At the end of a line: whether the head ends with it. */
    private boolean endsHead() {
        counting = false;
        naming = false;
        name.setLength(0);
        if (!lineStart) {
            lineStart = true;
            firstLine = false;
            return false;
        }
        if (firstLine) {
            // Empty lines before a request line are none of it.
            return false;
        }
        chunked = chunking;
        body = chunked ? 0 : length;
        chunks.begin();
        chunking = false;
        firstLine = true;
        length = 0;
        before = 0;
        return true;
    }
}
