package dev.perigee.lua.builtins;

import dev.perigee.lua.LuaContext;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.runtime.Builtin;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Shortcut;
import org.jspecify.annotations.Nullable;

/** Fills a library's table for one context; the code of the functions is shared. */
final class Library {

    private final LuaContext context;
    private final LuaLanguage language;
    private final String prefix;
    private final LuaTable table;

    Library(LuaContext context, String name, LuaTable table) {
        this.context = context;
        language = context.language();
        prefix = name.isEmpty() ? "" : name + ".";
        this.table = table;
    }

    Library add(String name, Builtin body) {
        return add(name, null, body);
    }

    /** The same with another way for the usual arguments. */
    Library add(String name, @Nullable Shortcut shortcut, Builtin body) {
        var code = language.builtin(prefix + name, shortcut, body);
        return set(name, LuaFunction.builtin(code));
    }

    Library set(String name, Object value) {
        table.put(language.intern(LuaString.of(name)), value);
        return this;
    }

    /** The context that is being filled; functions ask for theirs when they are called. */
    LuaContext context() {
        return context;
    }

    LuaTable table() {
        return table;
    }
}
