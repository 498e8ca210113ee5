package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import java.util.Arrays;

/**
 * Modules (section 6.3): {@code require} over the searchers of {@code package}, files by the
 * context's file system.
 */
final class PackageLibrary {

    private static final LuaString PRELOAD = LuaString.of("preload");
    private static final LuaString SEARCHERS = LuaString.of("searchers");
    private static final LuaString CPATH = LuaString.of("cpath");
    private static final LuaString PATH = LuaString.of("path");

    private static final LuaString SEMICOLON = LuaString.of(";");
    private static final LuaString PLACE = LuaString.of("?");

    private static final String DEFAULT_PATH = "./?.lua;./?/init.lua";

    private PackageLibrary() {}

    static void install(LuaContext context) {
        var table = new LuaTable(0, 8);
        var library = new Library(context, "package", table);
        var searchers = new LuaTable(2, 0);
        searchers.put(
                1L,
                LuaFunction.builtin(
                        context.language()
                                .builtin(
                                        "package.searcher_preload",
                                        PackageLibrary::findPreloaded)));
        searchers.put(
                2L,
                LuaFunction.builtin(
                        context.language()
                                .builtin("package.searcher_lua", PackageLibrary::findFile)));
        searchers.put(
                3L,
                LuaFunction.builtin(
                        context.language()
                                .builtin("package.searcher_c", PackageLibrary::findNative)));
        library.set("loaded", context.loaded())
                .set("preload", new LuaTable())
                .set("searchers", searchers)
                .set("loaders", searchers)
                .set("path", LuaString.of(path(context)))
                .set("cpath", LuaString.EMPTY)
                .set("config", LuaString.of("/\n;\n?\n!\n-\n"))
                .add("searchpath", PackageLibrary::searchPath)
                .add("seeall", PackageLibrary::seeAll);
        context.setPackageTable(table);
        new Library(context, "", context.globals())
                .set("package", table)
                .add("require", PackageLibrary::require);
        context.loaded().put(LuaString.of("package"), table);
    }

    /** What the environment says, where the context lets it be read; {@code ;;} is the default. */
    private static String path(LuaContext context) {
        var variables = context.env().getEnvironment();
        var given = variables.get("LUA_PATH_5_4");
        if (given == null) {
            given = variables.get("LUA_PATH");
        }
        if (given == null) {
            return DEFAULT_PATH;
        }
        var path = (";" + given + ";").replace(";;;", ";" + DEFAULT_PATH + ";");
        return path.substring(1, path.length() - 1);
    }

    @TruffleBoundary
    private static Object require(Args args) {
        var name = args.string(1);
        var context = LuaContext.get(null);
        var loaded = context.loaded().get(name);
        if (Conversions.isTrue(loaded)) {
            return loaded;
        }
        var found = search(context, name);
        var result = Calls.first(Calls.call(found[0], name, found[1]));
        if (result != NIL) {
            context.loaded().put(name, result);
        } else if (context.loaded().get(name) == NIL) {
            context.loaded().put(name, true);
        }
        return new Object[] {context.loaded().get(name), found[1]};
    }

    /** A loader and the extra value for it. */
    private static Object[] search(LuaContext context, LuaString name) {
        if (!(context.packageTable().get(SEARCHERS) instanceof LuaTable searchers)) {
            throw LuaError.of("'package.searchers' must be a table", null);
        }
        var failure = new ByteBuilder(64).append("module '").append(name).append("' not found:");
        for (long i = 1; ; i++) {
            var searcher = searchers.get(i);
            if (searcher == NIL) {
                throw LuaError.of(failure.toLuaString().toString(), null);
            }
            var answer = Calls.all(Calls.call(searcher, name));
            var first = Calls.first(answer);
            if (first instanceof LuaFunction) {
                return new Object[] {first, answer.length > 1 ? answer[1] : NIL};
            }
            if (first instanceof LuaString message) {
                failure.append("\n\t").append(LuaString.of(message.toString().strip()));
            }
        }
    }

    private static Object findPreloaded(Args args) {
        var name = args.string(1);
        if (LuaContext.get(null).packageTable().get(PRELOAD) instanceof LuaTable preload
                && preload.get(name) != NIL) {
            return new Object[] {preload.get(name), LuaString.of(":preload:")};
        }
        return LuaString.of("no field package.preload['" + name + "']");
    }

    @TruffleBoundary
    private static Object findFile(Args args) {
        var context = LuaContext.get(null);
        if (!(context.packageTable().get(PATH) instanceof LuaString path)) {
            throw LuaError.of("'package.path' must be a string", null);
        }
        var found = find(args.string(1), path, LuaString.of("."), LuaString.of("/"));
        if (!(found[0] instanceof LuaString file)) {
            return found[1];
        }
        var compiled = SourceFiles.load(file.toString(), "bt", context.globals());
        if (compiled instanceof LuaFunction function) {
            return new Object[] {function, file};
        }
        var failure = Calls.all(compiled)[1];
        throw LuaError.of(
                "error loading module '"
                        + args.string(1)
                        + "' from file '"
                        + file
                        + "':\n\t"
                        + failure,
                null);
    }

    /** Native modules are never loaded; the message tells where one would have been looked for. */
    @TruffleBoundary
    private static Object findNative(Args args) {
        if (!(LuaContext.get(null).packageTable().get(CPATH) instanceof LuaString path)) {
            throw LuaError.of("'package.cpath' must be a string", null);
        }
        if (path.length() == 0) {
            return NIL;
        }
        var found = find(args.string(1), path, LuaString.of("."), LuaString.of("/"));
        return found[0] == NIL
                ? found[1]
                : LuaString.of("native module '" + found[0] + "' cannot be loaded");
    }

    @TruffleBoundary
    private static Object searchPath(Args args) {
        var separator = args.string(3, LuaString.of("."));
        return Calls.pack(
                find(args.string(1), args.string(2), separator, args.string(4, LuaString.of("/"))));
    }

    /** The file that a name leads to; else nil and the paths that were tried. */
    private static Object[] find(
            LuaString name, LuaString path, LuaString separator, LuaString replacement) {
        var file = separator.length() > 0 ? replace(name, separator, replacement) : name;
        var paths = path.bytes();
        var tried = new ByteBuilder(64);
        int start = 0;
        while (start <= paths.length) {
            int found = PatternFunctions.indexOf(paths, SEMICOLON.bytes(), start);
            int end = found < 0 ? paths.length : found;
            var template = new LuaString(Arrays.copyOfRange(paths, start, end));
            var candidate = replace(template, PLACE, file);
            if (SourceFiles.isReadable(candidate.toString())) {
                return new Object[] {candidate};
            }
            tried.append(start == 0 ? "no file '" : "\n\tno file '").append(candidate).append('\'');
            start = end + 1;
            TruffleSafepoint.poll(null);
        }
        return new Object[] {NIL, tried.toLuaString()};
    }

    /** Refuses to make more than a string may hold. */
    private static LuaString replace(LuaString text, LuaString what, LuaString by) {
        var bytes = text.bytes();
        var result = new ByteBuilder(bytes.length);
        int from = 0;
        int at = PatternFunctions.indexOf(bytes, what.bytes(), 0);
        while (at >= 0) {
            result.append(bytes, from, at).append(by);
            from = at + what.length();
            at = PatternFunctions.indexOf(bytes, what.bytes(), from);
            TruffleSafepoint.poll(null);
        }
        return result.append(bytes, from, bytes.length).toLuaString();
    }

    private static Object seeAll(Args args) {
        var module = args.table(1);
        var metatable = module.metatable() == null ? new LuaTable() : module.metatable();
        module.setMetatable(metatable);
        metatable.put(LuaString.of("__index"), LuaContext.get(null).globals());
        return Calls.NO_VALUES;
    }
}
