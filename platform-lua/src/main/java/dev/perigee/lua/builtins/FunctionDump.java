package dev.perigee.lua.builtins;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.nodes.ChunkLoader;
import dev.perigee.lua.parser.FunctionSource;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Nil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * {@code string.dump} and the loading of what it gives. A dump holds the function's source, never
 * code: loading one parses it like any other text, so a forged one can do no more than a text can.
 * It begins as the reference's dumps do, for programs that look at that; what follows, the
 * reference refuses as an integer that overflows.
 */
final class FunctionDump {

    /** The first byte of a dump, as of the reference's. */
    static final byte MARK = 27;

    /** Version 5.4, format 0, bytes that transfers of text damage, and the sizes of numbers. */
    private static final String REFERENCE = "1b4c7561" + "5400" + "19930d0a1a0a" + "040808";

    /** 0x5678 and 370.5 as the machine has them, then no upvalues and a name of endless length. */
    private static final String NUMBERS = "7856000000000000" + "0000000000287740";

    private static final String OURS = "00" + "7f".repeat(10) + "5001";

    private static final byte[] HEADER = HexFormat.of().parseHex(REFERENCE + NUMBERS + OURS);

    private FunctionDump() {}

    @TruffleBoundary
    static Object dump(Args args) {
        var source = ChunkLoader.source(args.function(1), args.truth(2));
        if (source == null) {
            throw LuaError.of("unable to dump given function", null);
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(HEADER);
            write(out, source.name().getBytes(StandardCharsets.UTF_8));
            out.writeInt(source.line());
            out.writeBoolean(source.kind().isMethod());
            out.writeBoolean(source.kind().isStripped());
            out.writeInt(source.upvalues().size());
            for (var name : source.upvalues()) {
                write(out, name.getBytes(StandardCharsets.UTF_8));
            }
            write(out, source.text());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new LuaString(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** The function, or nil and a message. */
    static Object load(byte[] dump, String shown, Object environment) {
        boolean known = Arrays.equals(head(dump), Arrays.copyOf(HEADER, head(dump).length));
        if (!known) {
            return failure(shown, "bad binary format (not made by string.dump here)");
        }
        FunctionSource source;
        try {
            source = new Reader(dump).source();
        } catch (IOException cutOff) {
            return failure(shown, "bad binary format (truncated precompiled chunk)");
        }
        var name = Loading.displayName(LuaString.of(source.name()));
        return ChunkLoader.restore(LuaContext.get(null).language(), source, name, environment);
    }

    private static byte[] head(byte[] dump) {
        return Arrays.copyOf(dump, Math.min(dump.length, HEADER.length));
    }

    private static Object[] failure(String shown, String message) {
        return new Object[] {Nil.NIL, LuaString.of(shown + ": " + message)};
    }

    /** Reads a dump and trusts nothing in it. */
    private static final class Reader {
        private final int length;
        private final DataInputStream in;

        Reader(byte[] dump) {
            length = dump.length;
            in = new DataInputStream(new ByteArrayInputStream(dump));
        }

        FunctionSource source() throws IOException {
            in.readFully(new byte[HEADER.length]);
            var name = text();
            int line = Math.max(0, in.readInt());
            var kind = new FunctionSource.Kind(in.readBoolean(), in.readBoolean());
            int count = in.readInt();
            if (count < 0 || count > length) {
                throw new IOException("more names than bytes");
            }
            var upvalues = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                upvalues.add(text());
            }
            return new FunctionSource(name, bytes(), line, kind, upvalues);
        }

        private String text() throws IOException {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private byte[] bytes() throws IOException {
            int size = in.readInt();
            if (size < 0 || size > length) {
                throw new IOException("longer than the dump");
            }
            var bytes = new byte[size];
            in.readFully(bytes);
            return bytes;
        }
    }
}
