package dev.perigee.lua.nodes;

import static com.oracle.truffle.api.CompilerDirectives.LIKELY_PROBABILITY;
import static com.oracle.truffle.api.CompilerDirectives.injectBranchProbability;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.profiles.BranchProfile;
import com.oracle.truffle.api.profiles.CountingConditionProfile;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Suspension;
import org.jspecify.annotations.Nullable;

/**
 * The numeric for loop (section 3.3.5). An integer loop counts its rounds beforehand, so it cannot
 * overflow.
 */
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
final class NumericForNode extends StatementNode {

    private static final long NO_ROUND = -1;

    @Child private ExpressionNode start;
    @Child private ExpressionNode limit;
    @Child private ExpressionNode step;
    @Child private Control.Loop loop;
    private final int slot;
    private final SlotSet state;
    private final CountingConditionProfile integral = CountingConditionProfile.create();

    /**
     * Slots {@code slot} to {@code slot + 2} hold the index, the rounds left or the limit, and the
     * step.
     */
    NumericForNode(ExpressionNode[] range, int slot, StatementNode body) {
        start = range[0];
        limit = range[1];
        step = range[2];
        this.slot = slot;
        state = SlotSet.range(slot, 3);
        loop = new Control.Loop(new Round(slot, body), body.points());
    }

    @Override
    @Nullable Object execute(VirtualFrame frame) {
        var from = start.execute(frame);
        var to = limit.execute(frame);
        var by = step.execute(frame);
        if (integral.profile(from instanceof Long && by instanceof Long)) {
            return runIntegers(frame, (Long) from, to, (Long) by);
        }
        return runFloats(frame, from, to, by);
    }

    private @Nullable Object runIntegers(VirtualFrame frame, long from, Object to, long by) {
        if (by == 0) {
            throw LuaError.of("'for' step is zero", this);
        }
        long rounds = rounds(from, integerLimit(to, by), by);
        if (rounds == NO_ROUND) {
            return null;
        }
        frame.setLong(slot, from);
        frame.setLong(slot + 1, rounds);
        frame.setLong(slot + 2, by);
        return runLoop(frame);
    }

    /**
     * How many rounds follow the first one, as an unsigned number. {@link #NO_ROUND} only with an
     * empty range.
     */
    private static long rounds(long from, @Nullable Long to, long by) {
        if (to == null || (by > 0 ? from > to : from < to)) {
            return NO_ROUND;
        }
        long distance = by > 0 ? to - from : from - to;
        long stride = by > 0 ? by : -by;
        long rounds = Long.divideUnsigned(distance, stride);
        // More than can ever be run; keeps the count apart from NO_ROUND.
        return rounds < 0 ? Long.MAX_VALUE : rounds;
    }

    /** The limit as an integer inside the range; null when the loop does not run at all. */
    private @Nullable Long integerLimit(Object to, long by) {
        if (to instanceof Long exact) {
            return exact;
        }
        double number = toDouble(to, "limit");
        if (Double.isNaN(number) || (by > 0 ? number < -0x1p63 : number >= 0x1p63)) {
            return null;
        }
        if (number >= 0x1p63) {
            return Long.MAX_VALUE;
        }
        return number < -0x1p63
                ? Long.MIN_VALUE
                : (long) (by > 0 ? Math.floor(number) : Math.ceil(number));
    }

    private @Nullable Object runFloats(VirtualFrame frame, Object from, Object to, Object by) {
        double limitValue = toDouble(to, "limit");
        double stepValue = toDouble(by, "step");
        double index = toDouble(from, "initial value");
        if (stepValue == 0) {
            throw LuaError.of("'for' step is zero", this);
        }
        if (!inRange(index, limitValue, stepValue)) {
            return null;
        }
        frame.setDouble(slot, index);
        frame.setDouble(slot + 1, limitValue);
        frame.setDouble(slot + 2, stepValue);
        return runLoop(frame);
    }

    private @Nullable Object runLoop(VirtualFrame frame) {
        return ended(frame, loop.execute(frame));
    }

    @Override
    PointRange points() {
        return loop.points();
    }

    @Override
    @Nullable Object resume(VirtualFrame frame, Suspension from) {
        return ended(frame, loop.resume(frame, from));
    }

    private @Nullable Object ended(VirtualFrame frame, @Nullable Object result) {
        if (result != Suspension.SUSPENDED) {
            state.clear(frame);
        }
        return result;
    }

    private double toDouble(Object value, String what) {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof LuaString && Conversions.toNumber(value) instanceof Number number) {
            return number.doubleValue();
        }
        var type = Conversions.objectTypeName(value);
        throw LuaError.of("bad 'for' " + what + " (number expected, got " + type + ")", this);
    }

    private static boolean inRange(double index, double limit, double step) {
        return step > 0 ? index <= limit : limit <= index;
    }

    private static final class Round extends Control.Round {

        private final int slot;
        private final boolean yields;
        private final BranchProfile integers = BranchProfile.create();
        private final BranchProfile floats = BranchProfile.create();
        @Child private StatementNode body;

        /** How many rounds the code has in a row; 0 until it is known. */
        @CompilationFinal private int together;

        Round(int slot, StatementNode body) {
            this.slot = slot;
            this.body = body;
            yields = !body.points().equals(PointRange.NONE);
        }

        @Override
        Object executeRound(VirtualFrame frame) {
            var result = body.execute(frame);
            if (CompilerDirectives.inInterpreter() && together == 0) {
                together = Unrolling.of(body);
            }
            if (result != null) {
                return result;
            }
            return advance(frame) ? CONTINUE_LOOP_STATUS : DONE;
        }

        @Override
        Object resumeRound(VirtualFrame frame, Suspension from) {
            var result = body.resume(frame, from);
            if (result != null) {
                return result;
            }
            return advance(frame) ? CONTINUE_LOOP_STATUS : DONE;
        }

        /** The frame hears of the rounds at their end, unless a yield saves it before. */
        @Override
        Object executeStretch(VirtualFrame frame) {
            if (yields || !frame.isLong(slot)) {
                return super.executeStretch(frame);
            }
            integers.enter();
            return together > 1 && frame.getLong(slot + 1) >= together - 1
                    ? executeGroups(frame, together)
                    : executeGroups(frame, 1);
        }

        /** Runs rounds, so many of them for each turn of the loop in the compiled code. */
        private Object executeGroups(VirtualFrame frame, int size) {
            int rounds = (int) Math.min(frame.getLong(slot + 1), STRETCH - 1) + 1;
            int groups = rounds / size;
            for (int i = 0; injectBranchProbability(LIKELY_PROBABILITY, i < groups); i++) {
                var result = executeGroup(frame, size);
                if (result != null) {
                    return result;
                }
                if (CompilerDirectives.inInterpreter()) {
                    return ran(frame, (i + 1) * size);
                }
            }
            return ran(frame, groups * size);
        }

        @ExplodeLoop
        private @Nullable Object executeGroup(VirtualFrame frame, int size) {
            for (int i = 0; i < size; i++) {
                var result = body.execute(frame);
                if (result != null) {
                    return result;
                }
                frame.setLong(slot, frame.getLong(slot) + frame.getLong(slot + 2));
            }
            return null;
        }

        private Object ran(VirtualFrame frame, int rounds) {
            long left = frame.getLong(slot + 1) - rounds;
            frame.setLong(slot + 1, left);
            return left < 0 ? DONE : CONTINUE_LOOP_STATUS;
        }

        private boolean advance(VirtualFrame frame) {
            if (frame.isLong(slot)) {
                integers.enter();
                return advanceInteger(frame);
            }
            floats.enter();
            return advanceFloat(frame);
        }

        private boolean advanceInteger(VirtualFrame frame) {
            long left = frame.getLong(slot + 1);
            if (left == 0) {
                return false;
            }
            frame.setLong(slot + 1, left - 1);
            frame.setLong(slot, frame.getLong(slot) + frame.getLong(slot + 2));
            return true;
        }

        private boolean advanceFloat(VirtualFrame frame) {
            double step = frame.getDouble(slot + 2);
            double index = frame.getDouble(slot) + step;
            frame.setDouble(slot, index);
            return inRange(index, frame.getDouble(slot + 1), step);
        }
    }
}
