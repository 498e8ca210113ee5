package dev.perigee.lua.nodes;

import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.Mixed;

/** Makes a closure: the shared code with this activation's captured variables. */
final class FunctionNode extends ExpressionNode {

    static final int NOT_RECURSIVE = -1;

    private final RootCallTarget target;
    @Children private final ExpressionNode[] captures;
    private final int self;

    /**
     * @param self which of the captured variables is the one that this closure initialises
     */
    FunctionNode(RootCallTarget target, ExpressionNode[] captures, int self) {
        this.target = target;
        this.captures = captures;
        this.self = self;
    }

    @Override
    @ExplodeLoop
    Object execute(VirtualFrame frame) {
        var upvalues = new Object[captures.length];
        for (int i = 0; i < captures.length; i++) {
            upvalues[i] = captures[i].execute(frame);
        }
        var made = new LuaFunction(target, upvalues);
        if (self != NOT_RECURSIVE) {
            upvalues[self] = made;
        }
        return made;
    }

    /** Hands on the cell or value of a local. */
    static final class CaptureLocal extends ExpressionNode {
        private final int slot;

        CaptureLocal(int slot) {
            this.slot = slot;
        }

        @Override
        Object execute(VirtualFrame frame) {
            var value = frame.getValue(slot);
            return value instanceof Double number ? Mixed.box(number) : value;
        }
    }

    /** Hands on what the enclosing function captured itself. */
    static final class CaptureUpvalue extends ExpressionNode {
        private final int index;

        CaptureUpvalue(int index) {
            this.index = index;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return Variables.closure(frame).upvalues()[index];
        }
    }
}
