package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
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

    private SourceFiles() {}

    static void install(Library library) {
        library.add("loadfile", SourceFiles::loadFile).add("dofile", SourceFiles::doFile);
    }

    static boolean isReadable(String path) {
        try {
            return LuaContext.get(null).env().getPublicTruffleFile(path).isRegularFile();
        } catch (SecurityException
                | UnsupportedOperationException
                | IllegalArgumentException closed) {
            return false;
        }
    }

    /** A function, or nil and a message. */
    static Object load(String path, Object environment) {
        try {
            var bytes = LuaContext.get(null).env().getPublicTruffleFile(path).readAllBytes();
            return Loading.compile(new LuaString(withoutFirstComment(bytes)), path, environment);
        } catch (IOException
                | SecurityException
                | UnsupportedOperationException
                | IllegalArgumentException unreadable) {
            return new Object[] {NIL, LuaString.of("cannot open " + path)};
        }
    }

    /** Blanks a first line that begins with #, as Unix scripts have one; line numbers stay. */
    static byte[] withoutFirstComment(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != '#') {
            return bytes;
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return Arrays.copyOfRange(bytes, end, bytes.length);
    }

    @TruffleBoundary
    private static Object loadFile(Args args) {
        var environment = args.has(3) ? args.get(3) : LuaContext.get(null).globals();
        return load(args.string(1).toString(), environment);
    }

    @TruffleBoundary
    private static Object doFile(Args args) {
        var loaded = load(args.string(1).toString(), LuaContext.get(null).globals());
        if (loaded instanceof LuaFunction function) {
            return Calls.call(function);
        }
        throw new LuaError(Calls.all(loaded)[1], null);
    }
}
