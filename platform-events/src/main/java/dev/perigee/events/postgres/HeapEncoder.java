package dev.perigee.events.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.CodecMetadata;
import io.r2dbc.postgresql.codec.DefaultCodecs;
import io.r2dbc.postgresql.codec.PostgresTypeIdentifier;
import io.r2dbc.postgresql.message.Format;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Encodes parameters of one type as the driver does, but into plain arrays. Of a statement that
 * does not reach the wire, because its connection broke or its caller gave up, the driver never
 * releases the parameters (r2dbc-postgresql 734): pooled memory outside the heap would be lost,
 * arrays are not.
 */
final class HeapEncoder implements Codec<Object>, CodecMetadata {

    private static final DefaultCodecs CODECS =
            new DefaultCodecs(new UnpooledByteBufAllocator(false, true));

    /**
     * For the types that statements of this program bind; they are the same for each connection.
     */
    static final List<HeapEncoder> ALL =
            List.of(
                    of(""),
                    of(0L),
                    of(0),
                    of(false),
                    of(new UUID(0, 0)),
                    of(OffsetDateTime.MIN),
                    of(new byte[0]),
                    of(new String[0]),
                    of(new Long[0]),
                    of(new Integer[0]),
                    of(new UUID[0]));

    private final Class<?> type;
    private final Codec<?> codec;

    private HeapEncoder(Class<?> type, Codec<?> codec) {
        this.type = type;
        this.codec = codec;
    }

    private static HeapEncoder of(Object sample) {
        return new HeapEncoder(
                sample.getClass(),
                StreamSupport.stream(CODECS.spliterator(), false)
                        .filter(codec -> codec.canEncode(sample))
                        .findFirst()
                        .orElseThrow());
    }

    @Override
    public Class<?> type() {
        return type;
    }

    @Override
    public Iterable<? extends PostgresTypeIdentifier> getDataTypes() {
        return List.of();
    }

    @Override
    public boolean canEncode(Object value) {
        return value.getClass() == type;
    }

    @Override
    public boolean canEncodeNull(Class<?> nullType) {
        return false;
    }

    @Override
    public boolean canDecode(int dataType, Format format, Class<?> wanted) {
        return false;
    }

    @Override
    public EncodedParameter encode(Object value) {
        return codec.encode(value);
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
        return codec.encode(value, dataType);
    }

    @Override
    public EncodedParameter encodeNull() {
        throw new UnsupportedOperationException("the driver encodes what is null");
    }

    @Override
    public @Nullable Object decode(
            @Nullable ByteBuf buffer, int dataType, Format format, Class<?> wanted) {
        throw new UnsupportedOperationException("parameters are only sent");
    }
}
