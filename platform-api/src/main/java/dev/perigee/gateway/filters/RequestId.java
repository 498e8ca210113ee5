package dev.perigee.gateway.filters;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a request is called, in the client's answer, for backends and functions, and in records: the
 * client's own name for it when that is safe to repeat, else 32 random hexadecimal digits.
 */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    private static final int LONGEST = 128;
    private static final String SANE_SIGNS = "._:/+=@-";
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private RequestId() {}

    /** The id when it is safe to repeat, else null. */
    public static @Nullable String sane(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > LONGEST) {
            return null;
        }
        for (int i = 0; i < id.length(); i++) {
            if (!isSane(id.charAt(i))) {
                return null;
            }
        }
        return id;
    }

    private static boolean isSane(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || SANE_SIGNS.indexOf(c) >= 0;
    }

    public static String make() {
        var random = ThreadLocalRandom.current();
        var digits = new char[32];
        write(digits, 0, random.nextLong());
        write(digits, 16, random.nextLong() | 1);
        return new String(digits);
    }

    private static void write(char[] digits, int at, long value) {
        for (int i = 0; i < 16; i++) {
            digits[at + i] = HEX[(int) (value >>> (60 - 4 * i)) & 15];
        }
    }

    /** The request's id; one that is made stands among the headers from then on. */
    public static String of(HttpHeaders headers) {
        var given = sane(headers.get(HEADER));
        if (given != null) {
            return given;
        }
        var made = make();
        headers.set(HEADER, made);
        return made;
    }
}
