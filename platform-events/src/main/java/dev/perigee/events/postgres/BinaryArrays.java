package dev.perigee.events.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.CodecRegistry;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import io.r2dbc.postgresql.message.Format;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Lets the driver send the event log's arrays in binary form, and other parameters from the heap.
 * The driver finds it as a service and calls it for each connection that it opens; nothing else
 * uses it.
 */
public final class BinaryArrays implements CodecRegistrar {

    @Override
    public Publisher<Void> register(
            PostgresqlConnection connection, ByteBufAllocator allocator, CodecRegistry registry) {
        registry.addLast(new ArrayEncoder());
        HeapEncoder.ALL.forEach(registry::addFirst);
        return Mono.empty();
    }

    private static final class ArrayEncoder implements Codec<BinaryArray> {

        @Override
        public boolean canEncode(Object value) {
            return value instanceof BinaryArray;
        }

        @Override
        public boolean canEncodeNull(Class<?> type) {
            return false;
        }

        @Override
        public boolean canDecode(int dataType, Format format, Class<?> type) {
            return false;
        }

        @Override
        public EncodedParameter encode(Object value) {
            return ((BinaryArray) value).parameter();
        }

        @Override
        public EncodedParameter encode(Object value, int dataType) {
            return encode(value);
        }

        @Override
        public EncodedParameter encodeNull() {
            throw new UnsupportedOperationException("there is no array that is null");
        }

        @Override
        public @Nullable BinaryArray decode(
                @Nullable ByteBuf buffer,
                int dataType,
                Format format,
                Class<? extends BinaryArray> type) {
            throw new UnsupportedOperationException("arrays are only sent");
        }
    }
}
