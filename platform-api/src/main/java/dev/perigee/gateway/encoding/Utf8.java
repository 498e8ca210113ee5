package dev.perigee.gateway.encoding;

/** Characters of several bytes. */
final class Utf8 {

    private Utf8() {}

    /**
     * After the character that begins there; negative unless it is as short as possible, and no
     * surrogate.
     *
     * @throws IndexOutOfBoundsException when the bytes end before
     */
    static int next(byte[] text, int at) {
        var first = text[at] & 0xff;
        var second = text[at + 1] & 0xff;
        if (first < 0xc2 || first > 0xf4 || !isNext(text, at + 1)) {
            return Integer.MIN_VALUE;
        }
        if (first < 0xe0) {
            return at + 2;
        }
        if (!isNext(text, at + 2)) {
            return Integer.MIN_VALUE;
        }
        if (first < 0xf0) {
            var fits = first == 0xe0 ? second >= 0xa0 : first != 0xed || second < 0xa0;
            return fits ? at + 3 : Integer.MIN_VALUE;
        }
        var fits = first == 0xf0 ? second >= 0x90 : first != 0xf4 || second < 0x90;
        return fits && isNext(text, at + 3) ? at + 4 : Integer.MIN_VALUE;
    }

    private static boolean isNext(byte[] text, int at) {
        return (text[at] & 0xc0) == 0x80;
    }
}
