package dev.perigee.lua.nodes;

import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.nodes.Translator.Compiled;
import dev.perigee.lua.parser.LuaSyntaxException;
import dev.perigee.lua.runtime.Cell;
import dev.perigee.lua.runtime.LuaFunction;

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

    /** The function of a chunk over a table of globals. */
    public static LuaFunction bind(Compiled compiled, Object environment) {
        var upvalue = compiled.environmentInCell() ? new Cell(environment) : environment;
        return new LuaFunction(compiled.target(), new Object[] {upvalue});
    }
}
