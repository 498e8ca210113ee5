package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.NumberText;
import java.io.IOException;
import java.nio.channels.NonWritableChannelException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of files (section 6.8). */
final class FileMethods {

    private static final int MAX_FORMATS = 250;

    private FileMethods() {}

    static void install(LuaContext context, LuaTable metatable) {
        var methods = new LuaTable(0, 8);
        new Library(context, "", methods)
                .add("close", args -> close(file(args, 1)))
                .add("flush", args -> flush(file(args, 1)))
                .add("lines", FileMethods::lines)
                .add("read", args -> FileReading.read(file(args, 1), args, 2))
                .add("seek", FileMethods::seek)
                .add("setvbuf", FileMethods::setBuffering)
                .add("write", args -> write(file(args, 1), args, 2));
        new Library(context, "FILE*", metatable)
                .set("__name", LuaString.of("FILE*"))
                .set("__index", methods)
                .add("__tostring", args -> LuaString.of(anyFile(args, 1).toString()))
                .add("__gc", FileMethods::collect)
                .add("__close", FileMethods::collect);
    }

    static LuaFile anyFile(Args args, int index) {
        if (args.get(index) instanceof LuaFile file) {
            return file;
        }
        throw args.typeError(index, "FILE*");
    }

    static LuaFile file(Args args, int index) {
        var file = anyFile(args, index);
        if (file.isClosed()) {
            throw LuaError.of("attempt to use a closed file", null);
        }
        return file;
    }

    private static Object collect(Args args) {
        var file = anyFile(args, 1);
        return file.isClosed() || file.isStandard() ? Calls.NO_VALUES : close(file);
    }

    @TruffleBoundary
    static Object close(LuaFile file) {
        try {
            if (file.isStandard()) {
                file.flush();
                return new Object[] {NIL, LuaString.of("cannot close standard file")};
            }
            file.close();
            return true;
        } catch (IOException | RuntimeException failure) {
            return FileErrors.of(failure).values(null);
        }
    }

    @TruffleBoundary
    static Object flush(LuaFile file) {
        try {
            file.flush();
            return file;
        } catch (IOException | RuntimeException failure) {
            return FileErrors.of(failure).values(null);
        }
    }

    @TruffleBoundary
    static Object write(LuaFile file, Args args, int first) {
        try {
            for (int i = first; i <= args.count(); i++) {
                var piece = piece(args.get(i));
                if (piece == null) {
                    throw args.typeError(i, "string");
                }
                file.write(piece.bytes());
            }
            OpenFiles.current().touched(file);
            return file;
        } catch (IOException failure) {
            return FileErrors.of(failure).values(null);
        } catch (NonWritableChannelException failure) {
            return FileErrors.Failure.BAD_DESCRIPTOR.values(null);
        }
    }

    /** Numbers are written as C's printf does: a whole float without a fraction. */
    private static @Nullable LuaString piece(Object value) {
        if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
            var text = NumberText.general(Math.abs(number), 14, false);
            boolean negative = number < 0 || 1 / number < 0;
            return LuaString.of(negative ? "-" + text : text);
        }
        return Conversions.asString(value);
    }

    @TruffleBoundary
    private static Object seek(Args args) {
        var file = file(args, 1);
        int whence = option(args, 2, List.of("set", "cur", "end"), "cur");
        long offset = args.integer(3, 0);
        if (file.isStandard()) {
            return FileErrors.Failure.ILLEGAL_SEEK.values(null);
        }
        try {
            return file.seek(whence, offset);
        } catch (IOException | RuntimeException failure) {
            return FileErrors.of(failure).values(null);
        }
    }

    private static int option(Args args, int index, List<String> options, String absent) {
        var given = args.isNoneOrNil(index) ? absent : args.string(index).toString();
        int chosen = options.indexOf(given);
        if (chosen < 0) {
            throw args.error(index, "invalid option '" + given + "'");
        }
        return chosen;
    }

    @TruffleBoundary
    private static Object setBuffering(Args args) {
        var file = file(args, 1);
        var mode =
                switch (option(args, 2, List.of("no", "full", "line"), "")) {
                    case 0 -> LuaFile.Buffering.NONE;
                    case 1 -> LuaFile.Buffering.FULL;
                    default -> LuaFile.Buffering.LINE;
                };
        try {
            file.setBuffering(mode);
            return true;
        } catch (IOException | RuntimeException failure) {
            return FileErrors.of(failure).values(null);
        }
    }

    private static Object lines(Args args) {
        return lines(file(args, 1), args, false);
    }

    /** An iterator that reads by the formats behind the first argument. */
    @TruffleBoundary
    static LuaFunction lines(LuaFile file, Args args, boolean closeAtEnd) {
        var formats = args.from(2);
        if (formats.length > MAX_FORMATS) {
            throw args.error(MAX_FORMATS + 2, "too many arguments");
        }
        var step = LuaContext.get(null).language().builtin("lines_iterator", FileMethods::nextLine);
        return new LuaFunction(step, new Object[] {file, closeAtEnd, formats});
    }

    @TruffleBoundary
    private static Object nextLine(Args args) {
        var state = args.callee().upvalues();
        var file = (LuaFile) state[0];
        if (file.isClosed()) {
            throw LuaError.of("file is already closed", null);
        }
        var formats = (Object[]) state[2];
        var passed = new Object[formats.length + 1];
        System.arraycopy(formats, 0, passed, 1, formats.length);
        var result = FileReading.read(file, new Args("read", passed), 1);
        if (Calls.first(result) == NIL) {
            if (result instanceof Object[] values
                    && values.length > 1
                    && values[1] instanceof LuaString message) {
                throw LuaError.of(message.toString(), null);
            }
            if (Boolean.TRUE.equals(state[1])) {
                close(file);
            }
        }
        return result;
    }
}
