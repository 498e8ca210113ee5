package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Bytes from guests: buffers as they are, text as UTF-8. */
final class Bytes {

    private Bytes() {}

    static byte @Nullable [] of(Value value) {
        if (value.isNull()) {
            return null;
        }
        if (value.hasBufferElements()) {
            var bytes = new byte[Math.toIntExact(value.getBufferSize())];
            value.readBuffer(0, bytes, 0, bytes.length);
            return bytes;
        }
        if (value.isString()) {
            return value.asString().getBytes(StandardCharsets.UTF_8);
        }
        throw new GuestCallException("invalid", "expected bytes or a string", null);
    }

    static byte[] required(Value value) {
        var bytes = of(value);
        if (bytes == null) {
            throw new GuestCallException("invalid", "expected bytes or a string", null);
        }
        return bytes;
    }
}
