package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.NumberText;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code io} (section 6.8) over the embedder's standard streams; files are not offered. */
final class IoLibrary {

    private IoLibrary() {}

    static void install(Library library) {
        var context = library.context();
        var out = stream(context, false);
        library.set("stdout", out)
                .set("stderr", stream(context, true))
                .add(
                        "write",
                        args -> {
                            write(args, 1, false);
                            return standardOutput();
                        })
                .add("read", args -> read(args.string(1, LuaString.of("l")).toString()))
                .add("lines", IoLibrary::lines)
                .add("open", IoLibrary::refuse)
                .add("popen", IoLibrary::refuse);
    }

    private static Object standardOutput() {
        var io = LuaContext.get(null).loaded().get(LuaString.of("io"));
        return io instanceof LuaTable table ? table.get(LuaString.of("stdout")) : NIL;
    }

    private static LuaTable stream(LuaContext context, boolean error) {
        var stream = new LuaTable(0, 4);
        var library = new Library(context, error ? "io.stderr" : "io.stdout", stream);
        library.add(
                        "write",
                        args -> {
                            write(args, 2, error);
                            return args.get(1);
                        })
                .add("flush", args -> args.get(1))
                .add("setvbuf", args -> true)
                .add("close", args -> true);
        return stream;
    }

    @TruffleBoundary
    private static void write(Args args, int from, boolean error) {
        var text = new ByteBuilder(64);
        for (int i = from; i <= args.count(); i++) {
            var piece = piece(args.get(i));
            if (piece == null) {
                throw args.typeError(i, "string");
            }
            text.append(piece);
        }
        var env = LuaContext.get(null).env();
        try {
            (error ? env.err() : env.out()).write(text.toBytes());
        } catch (IOException closed) {
            throw LuaError.of("cannot write: " + closed.getMessage(), null);
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

    private static Object refuse(Args args) {
        return new Object[] {
            NIL, args.string(1).concat(LuaString.of(": Operation not permitted")), 1L
        };
    }

    private static Object lines(Args args) {
        if (!args.isNoneOrNil(1)) {
            throw LuaError.of(args.string(1) + ": Operation not permitted", null);
        }
        var step =
                LuaContext.get(null)
                        .language()
                        .builtin("io.lines_iterator", iteration -> read("l"));
        return dev.perigee.lua.runtime.LuaFunction.builtin(step);
    }

    @TruffleBoundary
    private static Object read(String format) {
        var in = LuaContext.get(null).env().in();
        try {
            return switch (format.startsWith("*") ? format.substring(1) : format) {
                case "a" -> new LuaString(in.readAllBytes());
                case "n" -> number(in);
                case "L" -> line(in, true);
                default -> line(in, false);
            };
        } catch (IOException closed) {
            return NIL;
        }
    }

    private static Object number(InputStream in) throws IOException {
        var line = line(in, false);
        var number = Conversions.toNumber(line);
        return number == null ? NIL : number;
    }

    private static Object line(InputStream in, boolean keepEnd) throws IOException {
        var text = new ByteBuilder(80);
        while (true) {
            int next = in.read();
            if (next < 0) {
                return text.length() == 0 ? NIL : text.toLuaString();
            }
            if (next == '\n') {
                return keepEnd ? text.append(next).toLuaString() : text.toLuaString();
            }
            text.append(next);
        }
    }
}
