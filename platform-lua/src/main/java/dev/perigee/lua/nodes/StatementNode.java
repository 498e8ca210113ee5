package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.GenerateWrapper;
import com.oracle.truffle.api.instrumentation.ProbeNode;
import dev.perigee.lua.runtime.Suspension;
import org.jspecify.annotations.Nullable;

/**
 * A node that does something. How it completed is a value rather than an exception, which is fast
 * also when nothing is compiled: null when the next statement follows, {@link #BREAK}, a label to
 * go to, {@link Suspension#SUSPENDED}, or else the function's result.
 */
@GenerateWrapper(resumeMethodPrefix = "resume")
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
abstract class StatementNode extends LuaNode {

    static final Object BREAK = new Object();

    abstract @Nullable Object execute(VirtualFrame frame);

    /** Where its function can be left and called again to go on. */
    PointRange points() {
        return PointRange.NONE;
    }

    /** Goes on behind one of its {@link #points}. It must not use the frame before that. */
    @Nullable Object resume(VirtualFrame frame, Suspension from) {
        throw CompilerDirectives.shouldNotReachHere();
    }

    @Override
    public WrapperNode createWrapper(ProbeNode probe) {
        return new StatementNodeWrapper(this, probe);
    }

    /** What tools see: a result, but not how the program goes on. */
    @GenerateWrapper.OutgoingConverter
    static @Nullable Object shown(@Nullable Object completion) {
        return completion == BREAK || completion == Suspension.SUSPENDED
                ? null
                : ExpressionNode.shown(completion);
    }
}
