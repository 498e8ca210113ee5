package dev.perigee.lua.nodes;

import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.nodes.Translator.Compiled;
import dev.perigee.lua.parser.FunctionSource;
import dev.perigee.lua.parser.LuaSyntaxException;
import dev.perigee.lua.runtime.Cell;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Nil;
import org.jspecify.annotations.Nullable;

/** Turns chunks into functions. */
public final class ChunkLoader {

    private ChunkLoader() {}

    /**
     * Compiles a chunk for all contexts.
     *
     * @throws LuaSyntaxError when it is not Lua; an error that embedders see as one of syntax, with
     *     its place
     */
    public static Compiled compile(LuaLanguage language, Chunk chunk) {
        try {
            return Translator.compile(language, chunk);
        } catch (LuaSyntaxException refused) {
            throw new LuaSyntaxError(chunk, refused);
        }
    }

    /** What is needed to make a function again; null for a builtin. */
    public static @Nullable FunctionSource source(LuaFunction function, boolean strip) {
        return function.target().getRootNode() instanceof FunctionRootNode root
                ? root.source(strip)
                : null;
    }

    /** Makes a function again; its first captured variable is the environment, the others nil. */
    public static LuaFunction restore(
            LuaLanguage language, FunctionSource source, String shown, Object environment) {
        boolean stripped = source.kind().isStripped();
        var name = stripped ? "=?" : source.name();
        var chunk = Chunk.ofBytes(source.text(), LuaString.of(name), stripped ? "?" : shown);
        if (source.line() == 0) {
            return bind(compile(language, chunk), environment);
        }
        try {
            var target = Translator.compile(language, chunk, source);
            var upvalues = new Object[source.upvalues().size()];
            for (int i = 0; i < upvalues.length; i++) {
                upvalues[i] = new Cell(i == 0 ? environment : Nil.NIL);
            }
            return new LuaFunction(target, upvalues);
        } catch (LuaSyntaxException refused) {
            throw new LuaSyntaxError(chunk, refused);
        }
    }

    /** The function of a chunk over a table of globals. */
    public static LuaFunction bind(Compiled compiled, Object environment) {
        var upvalue = compiled.environmentInCell() ? new Cell(environment) : environment;
        return new LuaFunction(compiled.target(), new Object[] {upvalue});
    }
}
