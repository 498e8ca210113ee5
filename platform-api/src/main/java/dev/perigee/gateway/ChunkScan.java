package dev.perigee.gateway;

/**
 * Follows what frames a chunked body, byte by byte, to find its end.
 *
 * <p>States: size → rest of its line → (data, which is skipped elsewhere) → after data → size;
 * after the size zero: trailers → over.
 */
final class ChunkScan {

    /** More digits than any body needs; the codec refuses such sizes as well. */
    private static final int MOST_DIGITS = 15;

    private State state = State.SIZE;
    private boolean lineStart;
    private int digits;
    private long size;
    private long data;

    private enum State {
        SIZE,
        REST,
        AFTER_DATA,
        TRAILERS,
        OVER
    }

    void begin() {
        state = State.SIZE;
        digits = 0;
        size = 0;
        data = 0;
    }

    /** Whether the last trailer came. */
    boolean isOver() {
        return state == State.OVER;
    }

    /** How many bytes of data follow at once; told once. */
    long takeData() {
        var taken = data;
        data = 0;
        return taken;
    }

    /** Takes the next byte that is no data; false when it can be read in two ways. */
    boolean isClear(byte value) {
        return switch (state) {
            case SIZE -> size(value);
            case REST -> {
                if (value == '\n') {
                    endSize();
                }
                yield true;
            }
            case AFTER_DATA -> {
                if (value == '\n') {
                    begin();
                }
                yield value == '\n' || value == '\r';
            }
            case TRAILERS -> trailer(value);
            case OVER -> false;
        };
    }

    private boolean size(byte value) {
        var digit = value < 0 ? -1 : Character.digit(value, 16);
        if (digit >= 0) {
            size = size * 16 + digit;
            return ++digits <= MOST_DIGITS;
        }
        if (value == '\n') {
            endSize();
        } else if (digits > 0) {
            state = State.REST;
        }
        return digits > 0;
    }

    private void endSize() {
        data = size;
        lineStart = true;
        state = size == 0 ? State.TRAILERS : State.AFTER_DATA;
    }

    private boolean trailer(byte value) {
        if (value == '\n') {
            if (lineStart) {
                state = State.OVER;
            }
            lineStart = true;
            return true;
        }
        if (value == '\r' || !lineStart) {
            return true;
        }
        lineStart = false;
        return value != ' ' && value != '\t';
    }
}
