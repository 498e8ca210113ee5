package dev.perigee.lua.nodes;

import static com.oracle.truffle.api.CompilerDirectives.LIKELY_PROBABILITY;
import static com.oracle.truffle.api.CompilerDirectives.injectBranchProbability;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RepeatingNode;
import com.oracle.truffle.api.profiles.BranchProfile;
import com.oracle.truffle.api.profiles.CountingConditionProfile;
import dev.perigee.lua.parser.Statement.Jump;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Nil;
import dev.perigee.lua.runtime.Suspension;
import java.util.List;
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
        private final PointRange inThen;
        private final CountingConditionProfile profile = CountingConditionProfile.create();

        If(ExpressionNode condition, StatementNode then, @Nullable StatementNode otherwise) {
            this.condition = condition;
            this.then = then;
            inThen = then.points();
            this.otherwise = otherwise;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            if (profile.profile(condition.test(frame))) {
                return then.execute(frame);
            }
            return otherwise == null ? null : otherwise.execute(frame);
        }

        @Override
        PointRange points() {
            return otherwise == null ? inThen : inThen.and(otherwise.points());
        }

        @Override
        @Nullable Object resume(VirtualFrame frame, Suspension from) {
            return otherwise == null || inThen.holds(from.point())
                    ? then.resume(frame, from)
                    : otherwise.resume(frame, from);
        }
    }

    /** A loop of any kind: runs its rounds and turns a break into normal completion. */
    static final class Loop extends StatementNode {
        @Child private LoopNode loop;
        private final PointRange points;

        Loop(Round rounds, PointRange points) {
            loop = Truffle.getRuntime().createLoopNode(rounds);
            this.points = points;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            return ended(loop.execute(frame));
        }

        @Override
        PointRange points() {
            return points;
        }

        @Override
        @Nullable Object resume(VirtualFrame frame, Suspension from) {
            var round = (Round) loop.getRepeatingNode();
            var result = round.resumeRound(frame, from);
            return result == RepeatingNode.CONTINUE_LOOP_STATUS ? execute(frame) : ended(result);
        }

        private static @Nullable Object ended(Object result) {
            return result == FINISHED || result == BREAK ? null : result;
        }
    }

    /** A round of a loop. */
    abstract static class Round extends Node implements RepeatingNode {

        static final Object DONE = FINISHED;

        /** How many rounds go by without a safepoint. */
        static final int STRETCH = 100;

        @Override
        public final boolean executeRepeating(VirtualFrame frame) {
            return executeRepeatingWithValue(frame) == CONTINUE_LOOP_STATUS;
        }

        @Override
        public final Object executeRepeatingWithValue(VirtualFrame frame) {
            return CompilerDirectives.inCompiledCode() && !CompilerDirectives.hasNextTier()
                    ? executeStretch(frame)
                    : executeRound(frame);
        }

        abstract Object executeRound(VirtualFrame frame);

        /** Ends a round in which the function was left. */
        abstract Object resumeRound(VirtualFrame frame, Suspension from);

        /**
         * Many rounds at once, in a loop of so few that the compiler leaves out the safepoint at
         * its end: around that it would keep all variables in memory.
         */
        Object executeStretch(VirtualFrame frame) {
            for (int i = 0; injectBranchProbability(LIKELY_PROBABILITY, i < STRETCH); i++) {
                var result = executeRound(frame);
                if (result != CONTINUE_LOOP_STATUS || CompilerDirectives.inInterpreter()) {
                    return result;
                }
            }
            return CONTINUE_LOOP_STATUS;
        }

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
        Object executeRound(VirtualFrame frame) {
            return condition.test(frame) ? next(body.execute(frame)) : DONE;
        }

        @Override
        Object resumeRound(VirtualFrame frame, Suspension from) {
            return next(body.resume(frame, from));
        }
    }

    /** {@code repeat … until condition}. */
    static final class Repeat extends Round {
        @Child private StatementNode body;
        @Child private ExpressionNode condition;
        private final SlotSet locals;

        Repeat(StatementNode body, ExpressionNode condition, SlotSet locals) {
            this.body = body;
            this.condition = condition;
            this.locals = locals;
        }

        @Override
        Object executeRound(VirtualFrame frame) {
            return ended(frame, body.execute(frame));
        }

        @Override
        Object resumeRound(VirtualFrame frame, Suspension from) {
            return ended(frame, body.resume(frame, from));
        }

        private Object ended(VirtualFrame frame, @Nullable Object completion) {
            var result = completion;
            if (result == null) {
                result = condition.test(frame) ? DONE : CONTINUE_LOOP_STATUS;
            }
            if (result != Suspension.SUSPENDED) {
                locals.clear(frame);
            }
            return result;
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
        @Child private @Nullable YieldPoint point;

        Evaluate(ExpressionNode expression, @Nullable YieldPoint point) {
            this.expression = expression;
            this.point = point;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            return YieldPoint.execute(point, frame, expression) == Suspension.SUSPENDED
                    ? Suspension.SUSPENDED
                    : null;
        }

        @Override
        PointRange points() {
            return YieldPoint.range(point);
        }

        @Override
        @Nullable Object resume(VirtualFrame frame, Suspension from) {
            YieldPoint.resume(point, frame, from);
            return null;
        }
    }

    /** Hands the values of an expression to variables, as many as there are. */
    static final class Spread extends StatementNode {
        @Child private ExpressionNode values;
        @Child private @Nullable YieldPoint point;
        @Children private final DeclareNode[] targets;
        private final BranchProfile lists = BranchProfile.create();
        private final BranchProfile singles = BranchProfile.create();

        Spread(ExpressionNode values, @Nullable YieldPoint point, List<DeclareNode> targets) {
            this.values = values;
            this.point = point;
            this.targets = targets.toArray(DeclareNode[]::new);
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            var result = YieldPoint.execute(point, frame, values);
            return result == Suspension.SUSPENDED ? result : spread(frame, result);
        }

        @Override
        PointRange points() {
            return YieldPoint.range(point);
        }

        @Override
        @Nullable Object resume(VirtualFrame frame, Suspension from) {
            return spread(frame, YieldPoint.resume(point, frame, from));
        }

        private @Nullable Object spread(VirtualFrame frame, Object result) {
            if (result instanceof Object[] list) {
                spreadAll(frame, list);
            } else {
                spreadOne(frame, result);
            }
            return null;
        }

        @ExplodeLoop
        private void spreadAll(VirtualFrame frame, Object[] list) {
            lists.enter();
            for (int i = 0; i < targets.length; i++) {
                targets[i].executeWith(frame, i < list.length ? list[i] : Nil.NIL);
            }
        }

        @ExplodeLoop
        private void spreadOne(VirtualFrame frame, Object value) {
            singles.enter();
            targets[0].executeWith(frame, value);
            for (int i = 1; i < targets.length; i++) {
                targets[i].executeWith(frame, Nil.NIL);
            }
        }
    }
}
