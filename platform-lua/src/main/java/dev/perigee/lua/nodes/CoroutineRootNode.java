package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.IndirectCallNode;
import com.oracle.truffle.api.nodes.RootNode;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.CoroutineBody;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.TailCall;

/**
 * Calls the function of the coroutine whose body is its argument, for the first time or again, and
 * marks the end of the coroutine's stack for whoever walks it.
 */
public final class CoroutineRootNode extends RootNode implements LuaCode {

    /** Never inlined, so that the function's root node sees that it is called again. */
    @Child private IndirectCallNode call = IndirectCallNode.create();

    public CoroutineRootNode(LuaLanguage language) {
        super(language);
    }

    @Override
    public Object execute(VirtualFrame frame) {
        var body = (CoroutineBody) frame.getArguments()[0];
        Object result = body.next();
        while (result instanceof TailCall(Object function, Object[] arguments)) {
            result =
                    function instanceof LuaFunction lua && !lua.isBuiltin()
                            ? call.call(lua.target(), body.begin(lua, arguments))
                            : Calls.call(function, arguments);
        }
        return result;
    }

    @Override
    public String getName() {
        return CallStack.COROUTINE;
    }

    @Override
    public boolean isInternal() {
        return true;
    }
}
