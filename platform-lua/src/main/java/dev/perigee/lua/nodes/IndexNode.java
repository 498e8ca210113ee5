package dev.perigee.lua.nodes;

import static com.oracle.truffle.api.CompilerDirectives.FASTPATH_PROBABILITY;
import static com.oracle.truffle.api.CompilerDirectives.injectBranchProbability;
import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import com.oracle.truffle.api.profiles.BranchProfile;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Mixed;
import org.jspecify.annotations.Nullable;

/** {@code receiver[key]}. */
final class IndexNode extends ExpressionNode implements Described, Caller {

    /** From an array of objects, and the like. */
    private static final int OBJECTS = 1;

    private static final int INTEGERS = 2;

    /** Nil: behind the array of a table whose hash part is empty. */
    private static final int BEHIND = 4;

    private static final int ELSEWHERE = 8;

    /** From an array of mixed numbers. */
    private static final int NUMBERS = 16;

    @Child private ExpressionNode receiver;
    @Child private ExpressionNode key;
    @CompilationFinal private int keyKinds;

    /** Where numbers have come from that were expected to be some. */
    @CompilationFinal private int numbers;

    /** Where values have come from. */
    @CompilationFinal private int ways;

    private final BranchProfile slow = BranchProfile.create();

    private final @Nullable String receiverName;

    IndexNode(ExpressionNode receiver, ExpressionNode key, @Nullable String receiverName) {
        this.receiver = receiver;
        this.key = key;
        this.receiverName = receiverName;
    }

    @Override
    Object execute(VirtualFrame frame) {
        var owner = receiver.execute(frame);
        if (keyKinds != Kinds.INTEGER) {
            return get(owner, anyKey(frame));
        }
        long index;
        try {
            index = key.executeLong(frame);
        } catch (UnexpectedResultException other) {
            return getUnexpected(owner, other);
        }
        return get(owner, index);
    }

    private Object anyKey(VirtualFrame frame) {
        var any = key.execute(frame);
        if (keyKinds == Kinds.NONE) {
            see(any);
        }
        return any;
    }

    private void see(Object any) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        keyKinds |= Kinds.of(any);
    }

    private Object getUnexpected(Object owner, UnexpectedResultException other) {
        see(other.getResult());
        return get(owner, other.getResult());
    }

    @Override
    long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        if (keyKinds != Kinds.INTEGER) {
            return super.executeLong(frame);
        }
        var owner = receiver.execute(frame);
        long index;
        try {
            index = key.executeLong(frame);
        } catch (UnexpectedResultException other) {
            return expectLong(getUnexpected(owner, other));
        }
        if (owner instanceof LuaTable table && table.isIntegerAt(index)) {
            return table.integerAt(index);
        }
        return expectLong(getGeneral(owner, index));
    }

    /** Where a number is expected but was not found in a way that was needed before. */
    private Object getGeneral(Object owner, long index) {
        if ((numbers & ELSEWHERE) == 0) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            var found = get(owner, index);
            if (found instanceof Number) {
                numbers |= numberWay(owner, index);
            }
            return found;
        }
        return get(owner, index);
    }

    private static int numberWay(Object owner, long index) {
        if (owner instanceof LuaTable table && table.isNumberAt(index)) {
            return NUMBERS;
        }
        return owner instanceof LuaTable table && table.isIntegerAt(index) ? INTEGERS : ELSEWHERE;
    }

    private static long expectLong(Object value) throws UnexpectedResultException {
        if (value instanceof Long integer) {
            return integer;
        }
        throw new UnexpectedResultException(value);
    }

    @Override
    double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        if (keyKinds != Kinds.INTEGER) {
            return super.executeDouble(frame);
        }
        return Mixed.expectDouble(executeNumber(frame));
    }

    @Override
    double executeNumber(VirtualFrame frame) throws UnexpectedResultException {
        if (keyKinds != Kinds.INTEGER) {
            return super.executeNumber(frame);
        }
        var owner = receiver.execute(frame);
        long index;
        try {
            index = key.executeLong(frame);
        } catch (UnexpectedResultException other) {
            return Mixed.of(getUnexpected(owner, other));
        }
        if (owner instanceof LuaTable table) {
            int known = numbers;
            // Said to be so nearly always. Else the compiler would look before a loop whether the
            // array is of the kind that is asked for next, fail with arrays of this one, and leave
            // all checks of that loop in its rounds from then on.
            if ((known & NUMBERS) != 0
                    && injectBranchProbability(FASTPATH_PROBABILITY, table.hasNumberArray())
                    && injectBranchProbability(FASTPATH_PROBABILITY, table.isWithin(index))) {
                return table.numberAt(index);
            }
            if ((known & INTEGERS) != 0 && table.isIntegerAt(index)) {
                return Mixed.of(table.integerAt(index));
            }
        }
        return Mixed.of(getGeneral(owner, index));
    }

    private Object get(Object owner, long index) {
        if (owner instanceof LuaTable table) {
            var value = element(table, index);
            if (value != NIL || table.metatable() == null) {
                return value;
            }
        }
        slow.enter();
        return getSlow(owner, index);
    }

    /** Compiled code has only the ways that were needed so far. */
    private Object element(LuaTable table, long index) {
        int known = ways;
        if ((known & OBJECTS) != 0 && table.isObjectAt(index)) {
            return table.objectAt(index);
        }
        if ((known & INTEGERS) != 0 && table.isIntegerAt(index)) {
            return table.integerAt(index);
        }
        if ((known & BEHIND) != 0 && table.isBehindArray(index)) {
            return NIL;
        }
        if ((known & ELSEWHERE) == 0) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            ways |= way(table, index);
        }
        return table.get(index);
    }

    private static int way(LuaTable table, long index) {
        if (table.isObjectAt(index)) {
            return OBJECTS;
        }
        if (table.isIntegerAt(index)) {
            return INTEGERS;
        }
        return table.isBehindArray(index) ? BEHIND : ELSEWHERE;
    }

    @TruffleBoundary
    private Object getSlow(Object owner, long index) {
        return Indexing.get(owner, index, this);
    }

    private Object get(Object owner, Object any) {
        if (owner instanceof LuaTable table) {
            var value = any instanceof Long index ? table.get(index.longValue()) : find(table, any);
            if (value != NIL || table.metatable() == null) {
                return value;
            }
        }
        return Indexing.get(owner, any, this);
    }

    @TruffleBoundary
    private static Object find(LuaTable table, Object any) {
        return any instanceof LuaString name ? table.get(name) : table.get(any);
    }

    @Override
    public String calleeName() {
        return "metamethod 'index'";
    }

    @Override
    public @Nullable String description() {
        return receiverName;
    }

    @Override
    public Node node() {
        return this;
    }
}
