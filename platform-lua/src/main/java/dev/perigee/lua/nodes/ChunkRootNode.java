package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.nodes.Translator.Compiled;
import dev.perigee.lua.runtime.Calls;

/** Runs an embedder's chunk in the current context; its result is the chunk's first value. */
public final class ChunkRootNode extends RootNode {

    private final Compiled compiled;

    public ChunkRootNode(LuaLanguage language, Compiled compiled) {
        super(language);
        this.compiled = compiled;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        return run(frame.getArguments());
    }

    @TruffleBoundary
    private Object run(Object[] arguments) {
        var passed = new Object[arguments.length + 1];
        System.arraycopy(arguments, 0, passed, 1, arguments.length);
        var function = ChunkLoader.bind(compiled, LuaContext.get(this).globals());
        return Calls.first(Calls.enter(function, passed));
    }

    @Override
    public String getName() {
        return "chunk";
    }

    @Override
    public boolean isInternal() {
        return true;
    }
}
