package dev.perigee.lua.parser;

import java.io.ByteArrayOutputStream;

/** UTF-8 as Lua knows it: codes up to 2^31 in up to six bytes. */
public final class Utf8 {

    private Utf8() {}

    /** Writes the encoding of a code from 0 to 2^31 - 1. */
    public static void encode(long code, ByteArrayOutputStream target) {
        if (code < 0x80) {
            target.write((int) code);
            return;
        }
        int length = 2;
        while (length < 6 && (code >>> (5 * length + 1)) != 0) {
            length++;
        }
        target.write((int) (((0xff00 >> length) & 0xff) | (code >>> (6 * (length - 1)))));
        for (int i = length - 2; i >= 0; i--) {
            target.write((int) (0x80 | ((code >>> (6 * i)) & 0x3f)));
        }
    }
}
