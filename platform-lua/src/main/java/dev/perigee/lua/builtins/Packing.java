package dev.perigee.lua.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Mixed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code string.pack}, {@code packsize} and {@code unpack} (section 6.4.2), with the sizes of
 * 64-bit platforms.
 */
final class Packing {

    private Packing() {}

    @TruffleBoundary
    static Object pack(Args args) {
        var layout = new PackLayout(args);
        var writer = new Writer(args);
        while (layout.hasNext()) {
            writer.write(layout.next(writer.result.length()), layout.littleEndian());
        }
        return writer.result.toLuaString();
    }

    /** Where writing stands. */
    private static final class Writer {
        private final Args args;
        private final ByteBuilder result = new ByteBuilder(32);
        private int argument = 1;

        Writer(Args args) {
            this.args = args;
        }

        void write(PackLayout.Item item, boolean little) {
            zeros(item.padding());
            switch (item.kind()) {
                case INTEGER, UNSIGNED -> integer(item, little);
                case FLOAT ->
                        bytes(Float.floatToRawIntBits((float) args.real(++argument)), 4, little);
                case DOUBLE -> bytes(Double.doubleToRawLongBits(args.real(++argument)), 8, little);
                case FIXED -> fixed(item.size());
                case COUNTED -> counted(item.size(), little);
                case ZERO_TERMINATED -> terminated();
                case PADDING -> zeros(1);
                case NOTHING -> {}
            }
        }

        private void zeros(int count) {
            for (int i = 0; i < count; i++) {
                result.append(0);
            }
        }

        private void integer(PackLayout.Item item, boolean little) {
            long value = args.integer(++argument);
            if (item.size() < 8) {
                long limit = 1L << (item.size() * 8 - 1);
                boolean signed = item.kind() == PackLayout.Kind.INTEGER;
                boolean fits =
                        signed
                                ? value >= -limit && value < limit
                                : Long.compareUnsigned(value, limit << 1) < 0;
                if (!fits) {
                    throw args.error(argument, signed ? "integer overflow" : "unsigned overflow");
                }
            }
            bytes(value, item.size(), little);
        }

        private void bytes(long value, int size, boolean little) {
            for (int i = 0; i < size; i++) {
                int at = little ? i : size - 1 - i;
                result.append((int) (at < 8 ? value >> (at * 8) : value >> 63));
            }
        }

        private void fixed(int size) {
            var text = args.string(++argument);
            if (text.length() > size) {
                throw args.error(argument, "string longer than given size");
            }
            result.append(text);
            zeros(size - text.length());
        }

        private void counted(int size, boolean little) {
            var text = args.string(++argument);
            if (size < 8 && text.length() >= 1L << (size * 8)) {
                throw args.error(argument, "string length does not fit in given size");
            }
            bytes(text.length(), size, little);
            result.append(text);
        }

        private void terminated() {
            var text = args.string(++argument);
            for (byte b : text.bytes()) {
                if (b == 0) {
                    throw args.error(argument, "string contains zeros");
                }
            }
            result.append(text).append(0);
        }
    }

    @TruffleBoundary
    static Object size(Args args) {
        var layout = new PackLayout(args);
        long total = 0;
        while (layout.hasNext()) {
            var item = layout.next(total);
            if (item.kind() == PackLayout.Kind.COUNTED
                    || item.kind() == PackLayout.Kind.ZERO_TERMINATED) {
                throw args.error(1, "variable-length format");
            }
            total += (long) item.padding() + item.size();
            if (total > Integer.MAX_VALUE) {
                throw args.error(1, "format result too large");
            }
        }
        return total;
    }

    @TruffleBoundary
    static Object unpack(Args args) {
        var layout = new PackLayout(args);
        var data = args.string(2).bytes();
        long start = StringLibrary.position(args.integer(3, 1), data.length) - 1;
        if (start < 0 || start > data.length) {
            throw args.error(3, "initial position out of string");
        }
        var reader = new Reader(args, data, (int) start);
        while (layout.hasNext()) {
            reader.read(layout.next(reader.position), layout.littleEndian());
        }
        reader.values.add(reader.position + 1L);
        return reader.values.size() == 1 ? reader.values.getFirst() : reader.values.toArray();
    }

    /** Where reading stands. */
    private static final class Reader {
        private final Args args;
        private final byte[] data;
        private final List<Object> values = new ArrayList<>();
        private int position;

        Reader(Args args, byte[] data, int position) {
            this.args = args;
            this.data = data;
            this.position = position;
        }

        void read(PackLayout.Item item, boolean little) {
            require((long) item.padding() + item.size());
            position += item.padding();
            switch (item.kind()) {
                case INTEGER, UNSIGNED -> values.add(integer(item, little));
                case FLOAT -> values.add(Mixed.real(Float.intBitsToFloat((int) bits(4, little))));
                case DOUBLE -> values.add(Mixed.real(Double.longBitsToDouble(bits(8, little))));
                case FIXED -> values.add(bytes(item.size()));
                case COUNTED -> counted(item.size(), little);
                case ZERO_TERMINATED -> terminated();
                case PADDING -> position += item.size();
                case NOTHING -> {}
            }
        }

        private void require(long count) {
            if (count > data.length - position) {
                throw args.error(2, "data string too short");
            }
        }

        private long bits(int size, boolean little) {
            long value = 0;
            for (int i = Math.min(size, 8) - 1; i >= 0; i--) {
                value = value << 8 | (data[little ? position + i : position + size - 1 - i] & 0xff);
            }
            position += size;
            return value;
        }

        private Object integer(PackLayout.Item item, boolean little) {
            int size = item.size();
            int start = position;
            long value = bits(size, little);
            boolean signed = item.kind() == PackLayout.Kind.INTEGER;
            if (size < 8) {
                return signed ? value << (64 - size * 8) >> (64 - size * 8) : value;
            }
            byte filler = (byte) (signed && value < 0 ? -1 : 0);
            for (int i = 8; i < size; i++) {
                if (data[little ? start + i : start + size - 1 - i] != filler) {
                    throw LuaError.of(size + "-byte integer does not fit into Lua Integer", null);
                }
            }
            return value;
        }

        private LuaString bytes(int size) {
            var text = new LuaString(Arrays.copyOfRange(data, position, position + size));
            position += size;
            return text;
        }

        private void counted(int size, boolean little) {
            long length = bits(size, little);
            if (length < 0) {
                throw args.error(2, "data string too short");
            }
            require(length);
            values.add(bytes((int) length));
        }

        private void terminated() {
            int end = position;
            while (end < data.length && data[end] != 0) {
                end++;
            }
            if (end == data.length) {
                throw args.error(2, "unfinished string for format 'z'");
            }
            values.add(bytes(end - position));
            position++;
        }
    }
}
