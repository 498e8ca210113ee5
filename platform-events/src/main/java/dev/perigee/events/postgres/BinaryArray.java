package dev.perigee.events.postgres;

import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.message.Format;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An array parameter in the server's binary form, written element by element. The driver's own
 * arrays are texts, which both sides go through letter by letter. Not for use by several threads;
 * {@link BinaryArrays} teaches the driver to send it.
 */
final class BinaryArray {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEADER = 20;
    private static final int EMPTY_HEADER = 12;

    private final int type;
    private final int elementType;
    private byte[] bytes;
    private int length = HEADER;
    private int count;
    private boolean nulls;

    private BinaryArray(int type, int elementType, int expected) {
        this.type = type;
        this.elementType = elementType;
        this.bytes = new byte[HEADER + expected];
    }

    static BinaryArray ofInts(int expected) {
        return new BinaryArray(1007, 23, expected * 8);
    }

    static BinaryArray ofLongs(int expected) {
        return new BinaryArray(1016, 20, expected * 12);
    }

    static BinaryArray ofUuids(int expected) {
        return new BinaryArray(2951, 2950, expected * 20);
    }

    static BinaryArray ofTexts(int expectedBytes) {
        return new BinaryArray(1009, 25, expectedBytes);
    }

    void add(int value) {
        begin(Integer.BYTES);
        INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    void add(long value) {
        begin(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    void add(UUID value) {
        begin(2 * Long.BYTES);
        LONG.set(bytes, length, value.getMostSignificantBits());
        LONG.set(bytes, length + Long.BYTES, value.getLeastSignificantBits());
        length += 2 * Long.BYTES;
    }

    void add(@Nullable String value) {
        if (value == null) {
            begin(0);
            INT.set(bytes, length - Integer.BYTES, -1);
            nulls = true;
            return;
        }
        var encoded = value.getBytes(StandardCharsets.UTF_8);
        begin(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private void begin(int size) {
        var needed = Math.addExact(length, Integer.BYTES + size);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
        INT.set(bytes, length, size);
        length += Integer.BYTES;
        count++;
    }

    /** As the driver sends it; may be asked for again when the statement is repeated. */
    EncodedParameter parameter() {
        INT.set(bytes, 0, count == 0 ? 0 : 1);
        INT.set(bytes, 4, nulls ? 1 : 0);
        INT.set(bytes, 8, elementType);
        INT.set(bytes, 12, count);
        INT.set(bytes, 16, 1);
        var size = count == 0 ? EMPTY_HEADER : length;
        return new EncodedParameter(
                Format.FORMAT_BINARY,
                type,
                Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes, 0, size)));
    }
}
