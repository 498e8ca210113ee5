package dev.perigee.routes;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Strict percent-decoding of URL parts: UTF-8 only, no lenient reading of bad escapes, so that
 * everything that looks at a path or query sees the same text.
 */
public final class PercentDecoding {

    private PercentDecoding() {}

    /** The decoded path segment, or null when an escape or its UTF-8 is malformed. */
    public static @Nullable String segment(String raw) {
        return decode(raw, false);
    }

    /** The decoded name or value of a query or form, where a plus means a space; or null. */
    public static @Nullable String field(String raw) {
        return decode(raw, true);
    }

    private static @Nullable String decode(String raw, boolean plusIsSpace) {
        var plain = true;
        for (int i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return null;
            }
            plain &= c != '%' && !(plusIsSpace && c == '+');
        }
        return plain ? raw : decodeEscapes(raw, plusIsSpace);
    }

    private static @Nullable String decodeEscapes(String raw, boolean plusIsSpace) {
        var bytes = new byte[raw.length()];
        var size = 0;
        for (int i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c == '%') {
                if (i + 2 >= raw.length()) {
                    return null;
                }
                var value = hex(raw.charAt(i + 1)) << 4 | hex(raw.charAt(i + 2));
                if (value <= 0) {
                    return null;
                }
                bytes[size++] = (byte) value;
                i += 2;
            } else {
                bytes[size++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        return utf8(ByteBuffer.wrap(bytes, 0, size));
    }

    private static int hex(char c) {
        // Character.digit would take digits of other scripts, too.
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static @Nullable String utf8(ByteBuffer bytes) {
        try {
            CharBuffer text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(bytes);
            return text.toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
