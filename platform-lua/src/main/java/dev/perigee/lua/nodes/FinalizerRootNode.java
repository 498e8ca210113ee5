package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Nil;

/** Calls a finalizer, its first argument, with a table; what is called finds its name here. */
public final class FinalizerRootNode extends RootNode implements LuaCode {

    @Child private Finalizing call = new Finalizing();

    public FinalizerRootNode(LuaLanguage language) {
        super(language);
    }

    private static final class Finalizing extends Node implements Caller {
        @Override
        public String calleeName() {
            return "metamethod '__gc'";
        }

        @Override
        public boolean isUnasked() {
            return true;
        }
    }

    @Override
    public Object execute(VirtualFrame frame) {
        var arguments = frame.getArguments();
        return finish(arguments[0], arguments[1]);
    }

    @TruffleBoundary
    private Object finish(Object handler, Object table) {
        return Calls.call(call, handler, new Object[] {Nil.NIL, table});
    }

    @Override
    public String getName() {
        return "__gc";
    }

    @Override
    public boolean isInternal() {
        return true;
    }
}
