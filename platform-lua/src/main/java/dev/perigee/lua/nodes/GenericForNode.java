package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.profiles.BranchProfile;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Suspension;
import dev.perigee.lua.runtime.TailCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The generic for loop (section 3.3.5). */
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
final class GenericForNode extends StatementNode {

    @Child private Arguments values;
    @Child private Control.Loop loop;
    @Child private CloseNode close;
    private final int slot;
    private final SlotSet state;

    /** What closes has another copy of the whole loop, compiled only where it is needed. */
    private final BranchProfile closing = BranchProfile.create();

    /** Slots {@code slot} to {@code slot + 3} hold iterator, state, control and closing value. */
    GenericForNode(Arguments values, int slot, Body body) {
        this.values = values;
        this.slot = slot;
        state = SlotSet.range(slot, 4);
        close = new CloseNode(new ClosingValue(slot + 3));
        loop = new Control.Loop(new Iteration(slot, body), body.statements().points());
    }

    private static final class ClosingValue extends ExpressionNode {
        private final int slot;

        ClosingValue(int slot) {
            this.slot = slot;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return frame.getObject(slot);
        }
    }

    /** What runs for each list of values; the variables are cleared after it. */
    record Body(List<DeclareNode> variables, StatementNode statements, SlotSet slots) {}

    @Override
    @Nullable Object execute(VirtualFrame frame) {
        var list = values.execute(frame, 0);
        begin(frame, list);
        var closed = frame.getObject(slot + 3);
        if (closed == NIL || closed == Boolean.FALSE) {
            return ended(frame, loop.execute(frame));
        }
        closing.enter();
        close.require(frame, "(for state)", this);
        return ended(frame, close.during(frame, loop, null));
    }

    /** Exploded: a slot that the compiler does not know keeps all of the frame in memory. */
    @ExplodeLoop
    private void begin(VirtualFrame frame, Object[] list) {
        for (int i = 0; i < 4; i++) {
            frame.setObject(slot + i, i < list.length ? list[i] : NIL);
        }
    }

    @Override
    PointRange points() {
        return loop.points();
    }

    @Override
    @Nullable Object resume(VirtualFrame frame, Suspension from) {
        return ended(frame, close.during(frame, loop, from));
    }

    private @Nullable Object ended(VirtualFrame frame, @Nullable Object result) {
        if (result != Suspension.SUSPENDED) {
            state.clear(frame);
        }
        return result;
    }

    @Override
    public String toString() {
        return "for in";
    }

    /** Calls the iterator and runs the body while its first value is not nil. */
    private static final class Iteration extends Control.Round implements Caller {
        private final int slot;
        private final SlotSet locals;
        @Child private InvokeNode invoke = InvokeNodeGen.create();
        @Children private final DeclareNode[] variables;
        @Child private StatementNode body;
        private final BranchProfile tailCalls = BranchProfile.create();
        private final BranchProfile lists = BranchProfile.create();
        private final BranchProfile singles = BranchProfile.create();

        Iteration(int slot, Body body) {
            this.slot = slot;
            variables = body.variables().toArray(DeclareNode[]::new);
            this.body = body.statements();
            locals = body.slots();
        }

        @Override
        public String calleeName() {
            return "for iterator 'for iterator'";
        }

        @Override
        Object executeRound(VirtualFrame frame) {
            var arguments =
                    new Object[] {NIL, frame.getObject(slot + 1), frame.getObject(slot + 2)};
            var result =
                    invoke.execute(frame.getObject(slot), arguments, "for iterator 'for iterator'");
            if (result instanceof TailCall tail) {
                result = finish(tail);
            }
            boolean more =
                    result instanceof Object[] list ? bindAll(frame, list) : bind(frame, result);
            if (!more) {
                return DONE;
            }
            return ended(frame, body.execute(frame));
        }

        @Override
        Object resumeRound(VirtualFrame frame, Suspension from) {
            return ended(frame, body.resume(frame, from));
        }

        private Object ended(VirtualFrame frame, @Nullable Object completion) {
            if (completion != Suspension.SUSPENDED) {
                locals.clear(frame);
            }
            return next(completion);
        }

        @ExplodeLoop
        private boolean bindAll(VirtualFrame frame, Object[] list) {
            lists.enter();
            if (list.length == 0 || list[0] == NIL) {
                return false;
            }
            frame.setObject(slot + 2, list[0]);
            for (int i = 0; i < variables.length; i++) {
                variables[i].executeWith(frame, i < list.length ? list[i] : NIL);
            }
            return true;
        }

        @ExplodeLoop
        private boolean bind(VirtualFrame frame, Object value) {
            if (value == NIL) {
                return false;
            }
            singles.enter();
            frame.setObject(slot + 2, value);
            variables[0].executeWith(frame, value);
            for (int i = 1; i < variables.length; i++) {
                variables[i].executeWith(frame, NIL);
            }
            return true;
        }

        private Object finish(TailCall first) {
            tailCalls.enter();
            Object result = first;
            int count = 0;
            while (result instanceof TailCall(Object function, Object[] passed)) {
                result = invoke.execute(function, passed, null);
                count++;
            }
            LoopNode.reportLoopCount(this, count);
            return result;
        }
    }
}
