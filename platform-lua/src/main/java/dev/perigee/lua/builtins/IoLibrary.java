package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import java.io.IOException;

/**
 * {@code io} (section 6.8) over the embedder's standard streams and, where it allows files, its
 * file system.
 */
final class IoLibrary {

    private IoLibrary() {}

    static void install(Library library) {
        var files = library.context().files();
        FileMethods.install(library.context(), files.metatable());
        library.set("stdin", files.stdin())
                .set("stdout", files.stdout())
                .set("stderr", files.stderr())
                .add("close", IoLibrary::close)
                .add("flush", args -> FileMethods.flush(defaultOutput()))
                .add("input", IoLibrary::input)
                .add("lines", IoLibrary::lines)
                .add("open", IoLibrary::open)
                .add("output", IoLibrary::output)
                .add("popen", IoLibrary::openProcess)
                .add("read", args -> FileReading.read(defaultInput(), args, 1))
                .add("tmpfile", IoLibrary::temporaryFile)
                .add("type", IoLibrary::type)
                .add("write", args -> FileMethods.write(defaultOutput(), args, 1));
    }

    private static LuaFile defaultInput() {
        return requireOpen(OpenFiles.current().input(), "input");
    }

    private static LuaFile defaultOutput() {
        return requireOpen(OpenFiles.current().output(), "output");
    }

    private static LuaFile requireOpen(LuaFile file, String name) {
        if (file.isClosed()) {
            throw LuaError.of("default " + name + " file is closed", null);
        }
        return file;
    }

    private static Object close(Args args) {
        return FileMethods.close(args.has(1) ? FileMethods.file(args, 1) : defaultOutput());
    }

    @TruffleBoundary
    private static Object open(Args args) {
        var path = args.string(1).toString();
        var mode = args.string(2, LuaString.of("r")).toString();
        if (!mode.matches("[rwa]\\+?b?")) {
            throw args.error(2, "invalid mode");
        }
        try {
            return open(path, mode);
        } catch (IOException | RuntimeException failure) {
            return FileErrors.of(failure).values(path);
        }
    }

    private static LuaFile open(String path, String mode) throws IOException {
        var file = LuaContext.get(null).env().getPublicTruffleFile(path);
        return OpenFiles.current().open(file, mode);
    }

    /** Opens a file that must open. */
    private static LuaFile openOrFail(String path, String mode) {
        try {
            return open(path, mode);
        } catch (IOException | RuntimeException failure) {
            var reason = FileErrors.of(failure).message();
            throw LuaError.of("cannot open file '" + path + "' (" + reason + ")", null);
        }
    }

    @TruffleBoundary
    private static Object input(Args args) {
        var files = OpenFiles.current();
        if (!args.isNoneOrNil(1)) {
            files.setInput(
                    args.get(1) instanceof LuaString path
                            ? openOrFail(path.toString(), "r")
                            : FileMethods.anyFile(args, 1));
        }
        return files.input();
    }

    @TruffleBoundary
    private static Object output(Args args) {
        var files = OpenFiles.current();
        if (!args.isNoneOrNil(1)) {
            files.setOutput(
                    args.get(1) instanceof LuaString path
                            ? openOrFail(path.toString(), "w")
                            : FileMethods.anyFile(args, 1));
        }
        return files.output();
    }

    @TruffleBoundary
    private static Object lines(Args args) {
        if (args.isNoneOrNil(1)) {
            return FileMethods.lines(defaultInput(), args, false);
        }
        var file = openOrFail(args.string(1).toString(), "r");
        return new Object[] {FileMethods.lines(file, args, true), NIL, NIL, file};
    }

    /** Programs of the machine are out of reach. */
    private static Object openProcess(Args args) {
        throw LuaError.of("'popen' not supported", null);
    }

    @TruffleBoundary
    private static Object temporaryFile(Args args) {
        try {
            var file = LuaContext.get(null).env().createTempFile(null, "lua_", null);
            var opened = OpenFiles.current().open(file, "w+");
            file.delete();
            return opened;
        } catch (IOException | RuntimeException failure) {
            return FileErrors.of(failure).values(null);
        }
    }

    private static Object type(Args args) {
        if (!(args.any(1) instanceof LuaFile file)) {
            return NIL;
        }
        return LuaString.of(file.isClosed() ? "closed file" : "file");
    }
}
