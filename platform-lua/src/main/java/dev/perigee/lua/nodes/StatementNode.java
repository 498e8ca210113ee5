package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import org.jspecify.annotations.Nullable;

/**
 * A node that does something. How it completed is a value rather than an exception, which is fast
 * also when nothing is compiled: null when the next statement follows, {@link #BREAK}, a label to
 * go to, or else the function's result.
 */
abstract class StatementNode extends LuaNode {

    static final Object BREAK = new Object();

    abstract @Nullable Object execute(VirtualFrame frame);
}
