package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import java.io.IOException;
import java.util.Arrays;

/**
 * Lua source in files: {@code loadfile}, {@code dofile}; only what the context's file system shows.
 */
final class SourceFiles {

    /** No file has a longer path, and to find that out takes the system time. */
    private static final int MAX_PATH = 1 << 16;

    private SourceFiles() {}

    static void install(Library library) {
        library.add("loadfile", SourceFiles::loadFile).add("dofile", SourceFiles::doFile);
    }

    static boolean isReadable(String path) {
        if (path.length() > MAX_PATH) {
            return false;
        }
        try {
            return LuaContext.get(null).env().getPublicTruffleFile(path).isRegularFile();
        } catch (SecurityException
                | UnsupportedOperationException
                | IllegalArgumentException closed) {
            return false;
        }
    }

    /** A function, or nil and a message. */
    static Object load(String path, String mode, Object environment) {
        var context = LuaContext.get(null);
        context.files().flushAll();
        try {
            var bytes = context.env().getPublicTruffleFile(path).readAllBytes();
            return Loading.load(
                    new LuaString(withoutFirstComment(bytes)),
                    LuaString.of("@" + path),
                    mode,
                    environment);
        } catch (IOException | RuntimeException unreadable) {
            if (unreadable instanceof AbstractTruffleException error) {
                throw error;
            }
            var reason = FileErrors.of(unreadable).message();
            return new Object[] {NIL, LuaString.of("cannot open " + path + ": " + reason)};
        }
    }

    /**
     * Without a byte order mark and a first line that begins with #, as Unix scripts have one; the
     * numbers of lines stay.
     */
    static byte[] withoutFirstComment(byte[] bytes) {
        int start = hasByteOrderMark(bytes) ? 3 : 0;
        if (start < bytes.length && bytes[start] == '#') {
            while (start < bytes.length && bytes[start] != '\n') {
                start++;
            }
            boolean dump = start + 1 < bytes.length && bytes[start + 1] == FunctionDump.MARK;
            start += dump ? 1 : 0;
        }
        return start == 0 ? bytes : Arrays.copyOfRange(bytes, start, bytes.length);
    }

    private static boolean hasByteOrderMark(byte[] bytes) {
        return bytes.length >= 3
                && bytes[0] == (byte) 0xef
                && bytes[1] == (byte) 0xbb
                && bytes[2] == (byte) 0xbf;
    }

    @TruffleBoundary
    private static Object loadFile(Args args) {
        var environment = args.has(3) ? args.get(3) : LuaContext.get(null).globals();
        var mode = args.string(2, LuaString.of("bt")).toString();
        if (args.isNoneOrNil(1)) {
            return loadStandardInput(mode, environment);
        }
        return load(args.string(1).toString(), mode, environment);
    }

    private static Object loadStandardInput(String mode, Object environment) {
        try {
            var bytes = LuaContext.get(null).env().in().readAllBytes();
            return Loading.load(
                    new LuaString(withoutFirstComment(bytes)),
                    LuaString.of("=stdin"),
                    mode,
                    environment);
        } catch (IOException unreadable) {
            return new Object[] {NIL, LuaString.of("cannot read stdin")};
        }
    }

    @TruffleBoundary
    private static Object doFile(Args args) {
        var globals = LuaContext.get(null).globals();
        var loaded =
                args.isNoneOrNil(1)
                        ? loadStandardInput("bt", globals)
                        : load(args.string(1).toString(), "bt", globals);
        if (loaded instanceof LuaFunction function) {
            return Calls.call(function);
        }
        throw LuaError.raised(Calls.all(loaded)[1], null);
    }
}
