package dev.perigee.guests;

import dev.perigee.executor.GuestCallException;
import java.io.ByteArrayOutputStream;

/** Collects a response body up to its limit. */
final class ResponseBytes {

    private final long limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    ResponseBytes(long limit) {
        this.limit = limit;
    }

    ResponseBytes append(byte[] chunk) {
        if (bytes.size() + (long) chunk.length > limit) {
            throw tooLarge(limit);
        }
        bytes.writeBytes(chunk);
        return this;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    static GuestCallException tooLarge(long limit) {
        return new GuestCallException(
                "response_too_large", "the response body is larger than " + limit + " bytes", null);
    }
}
