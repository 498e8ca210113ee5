package dev.perigee.lua.nodes;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RepeatingNode;
import com.oracle.truffle.api.profiles.CountingConditionProfile;
import dev.perigee.lua.parser.Statement.Jump;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Nil;
import org.jspecify.annotations.Nullable;

/** Control structures (section 3.3.4) other than the for loops. */
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
final class Control {

    private static final Object FINISHED = new Object();

    private Control() {}

    /** {@code if condition then … else … end}. */
    static final class If extends StatementNode {
        @Child private ExpressionNode condition;
        @Child private StatementNode then;
        @Child private @Nullable StatementNode otherwise;
        private final CountingConditionProfile profile = CountingConditionProfile.create();

        If(ExpressionNode condition, StatementNode then, @Nullable StatementNode otherwise) {
            this.condition = condition;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            if (profile.profile(condition.test(frame))) {
                return then.execute(frame);
            }
            return otherwise == null ? null : otherwise.execute(frame);
        }
    }

    /** A loop of any kind: runs its rounds and turns a break into normal completion. */
    static final class Loop extends StatementNode {
        @Child private LoopNode loop;

        Loop(RepeatingNode rounds) {
            loop = Truffle.getRuntime().createLoopNode(rounds);
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            var result = loop.execute(frame);
            return result == FINISHED || result == BREAK ? null : result;
        }
    }

    /** A round of a loop. */
    abstract static class Round extends Node implements RepeatingNode {

        static final Object DONE = FINISHED;

        @Override
        public final boolean executeRepeating(VirtualFrame frame) {
            return executeRepeatingWithValue(frame) == CONTINUE_LOOP_STATUS;
        }

        @Override
        public abstract Object executeRepeatingWithValue(VirtualFrame frame);

        static Object next(@Nullable Object result) {
            return result == null ? CONTINUE_LOOP_STATUS : result;
        }
    }

    /** {@code while condition do … end}. */
    static final class While extends Round {
        @Child private ExpressionNode condition;
        @Child private StatementNode body;

        While(ExpressionNode condition, StatementNode body) {
            this.condition = condition;
            this.body = body;
        }

        @Override
        public Object executeRepeatingWithValue(VirtualFrame frame) {
            return condition.test(frame) ? next(body.execute(frame)) : DONE;
        }
    }

    /** {@code repeat … until condition}. */
    static final class Repeat extends Round {
        @Child private StatementNode body;
        @Child private ExpressionNode condition;

        Repeat(StatementNode body, ExpressionNode condition) {
            this.body = body;
            this.condition = condition;
        }

        @Override
        public Object executeRepeatingWithValue(VirtualFrame frame) {
            var result = body.execute(frame);
            if (result != null) {
                return result;
            }
            return condition.test(frame) ? DONE : CONTINUE_LOOP_STATUS;
        }
    }

    /** {@code break}. */
    static final class Break extends StatementNode {
        @Override
        Object execute(VirtualFrame frame) {
            return BREAK;
        }
    }

    /** {@code goto}. */
    static final class Goto extends StatementNode {
        private final Jump jump;

        Goto(Jump jump) {
            this.jump = jump;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return jump;
        }
    }

    /** {@code return value}. */
    static final class ReturnOne extends StatementNode {
        @Child private ExpressionNode value;

        ReturnOne(ExpressionNode value) {
            this.value = value;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return value.execute(frame);
        }
    }

    /** {@code return ...} or a call outside of tail position: hands on all values. */
    static final class ReturnAll extends StatementNode {
        @Child private ExpressionNode values;

        ReturnAll(ExpressionNode values) {
            this.values = values;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return values.executeMultiple(frame);
        }
    }

    /** {@code return f(…)}. */
    static final class ReturnTailCall extends StatementNode {
        @Child private CallNode call;

        ReturnTailCall(CallNode call) {
            this.call = call;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return call.executeInTailPosition(frame);
        }
    }

    /** {@code return a, b, …}. */
    static final class ReturnMany extends StatementNode {
        @Child private Arguments values;

        ReturnMany(Arguments values) {
            this.values = values;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return Calls.pack(values.execute(frame, 0));
        }
    }

    /** Evaluates an expression for its effects. */
    static final class Evaluate extends StatementNode {
        @Child private ExpressionNode expression;

        Evaluate(ExpressionNode expression) {
            this.expression = expression;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            expression.executeMultiple(frame);
            return null;
        }
    }

    /** Evaluates a list of values, then assigns them all: the values go through scratch slots. */
    static final class AssignMany extends StatementNode {
        @Child private Arguments values;
        @Children private final StatementNode[] targets;
        private final int firstSlot;

        AssignMany(Arguments values, StatementNode[] targets, int firstSlot) {
            this.values = values;
            this.targets = targets;
            this.firstSlot = firstSlot;
        }

        @Override
        @ExplodeLoop
        @Nullable Object execute(VirtualFrame frame) {
            var list = values.execute(frame, 0);
            for (int i = 0; i < targets.length; i++) {
                frame.setObject(firstSlot + i, i < list.length ? list[i] : Nil.NIL);
            }
            // The reference assigns from the right; programs can see it through __newindex.
            for (int i = targets.length - 1; i >= 0; i--) {
                targets[i].execute(frame);
            }
            return null;
        }
    }
}
