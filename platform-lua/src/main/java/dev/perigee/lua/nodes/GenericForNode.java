package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.LoopNode;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.TailCall;
import org.jspecify.annotations.Nullable;

/** The generic for loop (section 3.3.5). */
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
final class GenericForNode extends StatementNode {

    @Child private Arguments values;
    @Child private Control.Loop loop;
    @Child private CloseNode close = new CloseNode();
    private final int slot;

    /** Slots {@code slot} to {@code slot + 3} hold iterator, state, control and closing value. */
    GenericForNode(
            Arguments values,
            int slot,
            StatementNode[] declarations,
            StatementNode body,
            int firstValueSlot) {
        this.values = values;
        this.slot = slot;
        loop = new Control.Loop(new Iteration(slot, declarations, body, firstValueSlot));
    }

    @Override
    @Nullable Object execute(VirtualFrame frame) {
        var list = values.execute(frame, 0);
        for (int i = 0; i < 4; i++) {
            frame.setObject(slot + i, i < list.length ? list[i] : NIL);
        }
        var closing = frame.getObject(slot + 3);
        if (closing == NIL || closing == Boolean.FALSE) {
            return loop.execute(frame);
        }
        close.require(closing, "(for state)", this);
        return close.during(frame, loop, closing);
    }

    @Override
    public String toString() {
        return "for in";
    }

    /** Calls the iterator and runs the body while its first value is not nil. */
    private static final class Iteration extends Control.Round implements Caller {
        private final int slot;
        private final int firstValueSlot;
        @Child private InvokeNode invoke = InvokeNodeGen.create();
        @Children private final StatementNode[] declarations;
        @Child private StatementNode body;

        Iteration(int slot, StatementNode[] declarations, StatementNode body, int firstValueSlot) {
            this.slot = slot;
            this.declarations = declarations;
            this.body = body;
            this.firstValueSlot = firstValueSlot;
        }

        @Override
        public String calleeName() {
            return "for iterator 'for iterator'";
        }

        @Override
        @ExplodeLoop
        public Object executeRepeatingWithValue(VirtualFrame frame) {
            var arguments =
                    new Object[] {NIL, frame.getObject(slot + 1), frame.getObject(slot + 2)};
            var result =
                    invoke.execute(frame.getObject(slot), arguments, "for iterator 'for iterator'");
            if (result instanceof TailCall tail) {
                result = finish(tail);
            }
            var list = result instanceof Object[] several ? several : null;
            var first = list == null ? result : list.length == 0 ? NIL : list[0];
            if (first == NIL) {
                return DONE;
            }
            frame.setObject(slot + 2, first);
            frame.setObject(firstValueSlot, first);
            for (int i = 1; i < declarations.length; i++) {
                frame.setObject(
                        firstValueSlot + i, list != null && i < list.length ? list[i] : NIL);
            }
            for (var declaration : declarations) {
                declaration.execute(frame);
            }
            return next(body.execute(frame));
        }

        private Object finish(TailCall first) {
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
