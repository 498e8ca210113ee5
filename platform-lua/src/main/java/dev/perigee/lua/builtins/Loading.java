package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.nodes.Chunk;
import dev.perigee.lua.nodes.ChunkLoader;
import dev.perigee.lua.nodes.LuaSyntaxError;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import java.util.Arrays;
import java.util.Objects;

/**
 * {@code load} and its 5.1 form {@code loadstring}; of text and of what {@code string.dump} gives,
 * which is text, too.
 */
final class Loading {

    private static final int MAX_NAME = 60;
    private static final int MAX_CONTINUATION = 3;

    /** In bytes: more than the longest name that is shown, of whatever characters. */
    private static final int MAX_EDGE = 5 * MAX_NAME;

    private Loading() {}

    static void install(Library library) {
        library.add("load", Loading::load).add("loadstring", Loading::load);
        SourceFiles.install(library);
    }

    @TruffleBoundary
    private static Object load(Args args) {
        var chunk = args.get(1);
        LuaString source;
        try {
            source = chunk instanceof LuaString text ? text : readPieces(args);
        } catch (LuaError refused) {
            return new Object[] {NIL, refused.value()};
        }
        var name = args.string(2, chunk instanceof LuaString text ? text : LuaString.of("=(load)"));
        var mode = args.string(3, LuaString.of("bt")).toString();
        var environment = args.has(4) ? args.get(4) : LuaContext.get(null).globals();
        return load(source, name, mode, environment);
    }

    /** A function of a text or of what {@code string.dump} gave, or nil and a message. */
    static Object load(LuaString source, LuaString name, String mode, Object environment) {
        boolean dump = source.length() > 0 && source.bytes()[0] == FunctionDump.MARK;
        if (mode.indexOf(dump ? 'b' : 't') < 0) {
            return failure(
                    "attempt to load a "
                            + (dump ? "binary" : "text")
                            + " chunk (mode is '"
                            + mode
                            + "')");
        }
        try {
            return dump
                    ? FunctionDump.load(source.bytes(), displayName(name), environment)
                    : compile(source, name, environment);
        } catch (LuaSyntaxError refused) {
            return failure(Objects.requireNonNull(refused.getMessage()));
        }
    }

    private static Object compile(LuaString source, LuaString name, Object environment) {
        var chunk = Chunk.ofBytes(source.bytes(), name, displayName(name));
        var compiled = ChunkLoader.compile(LuaContext.get(null).language(), chunk);
        return ChunkLoader.bind(compiled, environment);
    }

    private static Object[] failure(String message) {
        return new Object[] {NIL, LuaString.of(message)};
    }

    private static LuaString readPieces(Args args) {
        LuaFunction reader = args.function(1);
        var content = new ByteBuilder(64);
        while (true) {
            var piece = Calls.first(Calls.call(reader));
            if (piece == NIL || (piece instanceof LuaString text && text.length() == 0)) {
                return content.toLuaString();
            }
            if (!(piece instanceof LuaString text)) {
                throw new LuaError(LuaString.of("reader function must return a string"), null);
            }
            content.append(text);
        }
    }

    /**
     * How messages show a chunk name: {@code =name} and {@code @file} as they are, source text
     * abbreviated.
     */
    static String displayName(LuaString name) {
        var text = edge(name);
        if (text.startsWith("=") || text.startsWith("@")) {
            var plain = text.substring(1);
            if (plain.length() < MAX_NAME) {
                return plain;
            }
            return text.startsWith("=")
                    ? plain.substring(0, MAX_NAME - 1)
                    : "..." + plain.substring(plain.length() - MAX_NAME + 4);
        }
        int lineEnd = text.indexOf('\n');
        var line = lineEnd < 0 ? text : text.substring(0, lineEnd);
        int room = MAX_NAME - "[string \"...\"]".length() - 1;
        boolean cut = lineEnd >= 0 || line.length() > room;
        return "[string \""
                + (cut ? line.substring(0, Math.min(line.length(), room)) + "..." : line)
                + "\"]";
    }

    /** That end of a name that is shown: the name may be a text as long as a string. */
    private static String edge(LuaString name) {
        int length = name.length();
        if (length <= MAX_EDGE) {
            return name.toString();
        }
        var bytes = name.bytes();
        if (bytes[0] == '@') {
            return "@" + text(bytes, wholeCharacter(bytes, length - MAX_EDGE), length);
        }
        return text(bytes, 0, wholeCharacter(bytes, MAX_EDGE));
    }

    private static String text(byte[] bytes, int from, int to) {
        return new LuaString(Arrays.copyOfRange(bytes, from, to)).toString();
    }

    /** Where the character begins that a byte belongs to. */
    private static int wholeCharacter(byte[] bytes, int at) {
        int start = at;
        while (start > at - MAX_CONTINUATION && (bytes[start] & 0xc0) == 0x80) {
            start--;
        }
        return start;
    }
}
