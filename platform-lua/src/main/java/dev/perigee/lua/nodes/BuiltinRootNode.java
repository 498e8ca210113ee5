package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.Builtin;
import dev.perigee.lua.runtime.CallStack.LuaCode;

/** A function of the standard library. */
public final class BuiltinRootNode extends RootNode implements LuaCode {

    private final String name;
    private final Builtin body;

    public BuiltinRootNode(LuaLanguage language, String name, Builtin body) {
        super(language);
        this.name = name;
        this.body = body;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        return body.call(new Args(name, frame.getArguments()));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isBuiltin() {
        return true;
    }

    @Override
    public boolean isMain() {
        return false;
    }
}
