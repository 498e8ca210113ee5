package dev.perigee.gateway;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects a body as it arrives; used by one event loop. Memory grows with what came, never with
 * what a header announced.
 */
final class BodyBuffer {

    private static final int FIRST = 4_096;

    private final BodyBudget budget;
    private final long most;
    private byte[] bytes = new byte[0];
    private int size;

    /**
     * @param announced the length that the client announced, 0 when it announced none
     */
    BodyBuffer(BodyBudget budget, long announced) {
        this.budget = budget;
        this.most = announced > 0 ? Math.min(announced, budget.maxBody()) : budget.maxBody();
    }

    BodyBuffer append(ByteBuf chunk) {
        var length = chunk.readableBytes();
        if (size + (long) length > budget.maxBody()) {
            throw tooLarge(budget.maxBody());
        }
        if (size + length > bytes.length) {
            grow(size + length);
        }
        chunk.readBytes(bytes, size, length);
        size += length;
        return this;
    }

    private void grow(int needed) {
        var capacity = (int) Math.max(needed, Math.min(Math.max(FIRST, size * 2L), most));
        if (!budget.reserve(capacity - bytes.length)) {
            throw new MalformedRequestException(
                    503, "too many large requests at once; try again later");
        }
        bytes = Arrays.copyOf(bytes, capacity);
    }

    byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /** Gives the memory back to the budget; the bytes stay with whoever has them. */
    void release() {
        budget.release(bytes.length);
        bytes = new byte[0];
        size = 0;
    }

    static MalformedRequestException tooLarge(long limit) {
        return new MalformedRequestException(413, "the body is larger than " + limit + " bytes");
    }
}
