package dev.perigee.lua.builtins;

import dev.perigee.lua.LuaContext;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import java.util.function.Consumer;

/** Installs all libraries in a fresh context. */
public final class StandardLibrary {

    private StandardLibrary() {}

    /** The function {@code next}. */
    public static LuaFunction next(LuaLanguage language) {
        return LuaFunction.builtin(
                language.builtin("next", BaseLibrary::nextOf, BaseLibrary::next));
    }

    /** The iterator of {@code ipairs}. */
    public static LuaFunction ipairsIterator(LuaLanguage language) {
        return LuaFunction.builtin(
                language.builtin(
                        "ipairs_iterator", BaseLibrary::ipairsNext, BaseLibrary::ipairsStep));
    }

    public static void install(LuaContext context) {
        var globals = context.globals();
        BaseLibrary.install(new Library(context, "", globals));
        context.loaded().put(LuaString.of("_G"), globals);
        add(context, "string", StringLibrary::install);
        add(context, "table", TableLibrary::install);
        add(context, "math", MathLibrary::install);
        add(context, "os", OsLibrary::install);
        add(context, "utf8", Utf8Library::install);
        add(context, "coroutine", CoroutineLibrary::install);
        add(context, "debug", DebugLibrary::install);
        add(context, "bit", BitLibrary::install);
        add(context, "io", IoLibrary::install);
        PackageLibrary.install(context);
        JsonLibrary.install(context);
        if (context.isStrict()) {
            OlderDialect.remove(context);
        } else {
            OlderDialect.install(context);
        }
        var strings = new LuaTable();
        strings.put(LuaString.of("__index"), globals.get(LuaString.of("string")));
        context.metatables().setShared(LuaString.EMPTY, strings);
    }

    private static void add(LuaContext context, String name, Consumer<Library> install) {
        var library = new Library(context, name, new LuaTable(0, 24));
        install.accept(library);
        context.globals().put(context.language().intern(LuaString.of(name)), library.table());
        context.loaded().put(context.language().intern(LuaString.of(name)), library.table());
    }
}
