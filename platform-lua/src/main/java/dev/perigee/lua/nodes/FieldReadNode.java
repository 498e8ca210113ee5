package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import com.oracle.truffle.api.profiles.BranchProfile;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Mixed;
import org.jspecify.annotations.Nullable;

/** {@code receiver.key}, also for globals and methods. */
@SuppressWarnings("ReferenceEquality") // Whether a value is the one that was found.
final class FieldReadNode extends ExpressionNode implements Described, Caller {

    private static final int INTEGER = 1;
    private static final int FLOAT = 2;
    private static final int BOXED = 4;
    private static final int GENERAL = 8;

    @Child private ExpressionNode receiver;
    private final LuaString key;
    private final @Nullable String receiverName;
    @Child private FieldPlace own;

    /** In which ways numbers have been found so far; compiled code has no others. */
    @CompilationFinal private int seen;

    private final BranchProfile elsewhere = BranchProfile.create();
    @Child private @Nullable InheritedFieldNode inherited;
    @Child private @Nullable StringMember member;

    FieldReadNode(ExpressionNode receiver, LuaString key, @Nullable String receiverName) {
        this.receiver = receiver;
        this.key = key;
        this.receiverName = receiverName;
        own = new FieldPlace(key);
    }

    @Override
    Object execute(VirtualFrame frame) {
        return executeWith(receiver.execute(frame));
    }

    @Override
    long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        var value = receiver.execute(frame);
        if (value instanceof LuaTable table) {
            int place = own.of(table);
            if (place >= 0) {
                if ((seen & INTEGER) != 0 && table.isInteger(place)) {
                    return table.integer(place);
                }
                if ((seen & BOXED) != 0 && table.raw(place) instanceof Long integer) {
                    return integer;
                }
            }
        }
        var any = executeGeneral(value);
        if (any instanceof Long integer) {
            return integer;
        }
        throw new UnexpectedResultException(any);
    }

    @Override
    double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        var value = receiver.execute(frame);
        if (value instanceof LuaTable table) {
            int place = own.of(table);
            if (place >= 0) {
                if ((seen & FLOAT) != 0 && table.isFloat(place)) {
                    return table.real(place);
                }
                if ((seen & BOXED) != 0 && table.raw(place) instanceof Double number) {
                    return number;
                }
            }
        }
        var any = executeGeneral(value);
        if (any instanceof Double number) {
            return number;
        }
        throw new UnexpectedResultException(any);
    }

    @Override
    double executeNumber(VirtualFrame frame) throws UnexpectedResultException {
        var value = receiver.execute(frame);
        if (value instanceof LuaTable table) {
            int place = own.of(table);
            if (place >= 0) {
                if ((seen & FLOAT) != 0 && table.isFloat(place)) {
                    return table.real(place);
                }
                if ((seen & INTEGER) != 0 && table.isInteger(place)) {
                    return Mixed.of(table.integer(place));
                }
                if ((seen & BOXED) != 0 && table.raw(place) instanceof Double number) {
                    return number;
                }
            }
        }
        return Mixed.of(executeGeneral(value));
    }

    /** Where a number is expected but was not found in a way that was needed before. */
    private Object executeGeneral(Object value) {
        if ((seen & GENERAL) == 0) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            var found = executeWith(value);
            if (found instanceof Number) {
                seen |= way(value, found);
            }
            return found;
        }
        return executeWith(value);
    }

    private int way(Object value, Object found) {
        int place = value instanceof LuaTable table ? own.of(table) : FieldPlace.ABSENT;
        int way = GENERAL;
        if (place >= 0) {
            var table = (LuaTable) value;
            if (table.isInteger(place)) {
                way = INTEGER;
            } else if (table.isFloat(place)) {
                way = FLOAT;
            } else if (table.raw(place) == found) {
                way = BOXED;
            }
        }
        return (seen & way) == 0 ? way : GENERAL;
    }

    Object executeWith(Object value) {
        if (value instanceof LuaTable table) {
            var found = own.read(table);
            return found != NIL || table.metatable() == null ? found : inherited(table);
        }
        if (value instanceof LuaString) {
            if (member == null) {
                CompilerDirectives.transferToInterpreterAndInvalidate();
                member = insert(new StringMember(key));
            }
            var function = member.execute();
            return function == null ? getElsewhere(value) : function;
        }
        return getElsewhere(value);
    }

    /** A call: compiled code has it only where it is needed, for it costs the ways around it. */
    private Object getElsewhere(Object value) {
        elsewhere.enter();
        return Indexing.get(value, key, this);
    }

    private Object inherited(LuaTable table) {
        if (inherited == null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            inherited = insert(new InheritedFieldNode(key, 0));
        }
        var found = inherited.execute(table);
        return found == null ? getElsewhere(table) : found;
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

    /** A function of the string library, found as a string's method. */
    private static final class StringMember extends Node {
        @Child private FieldPlace index = new FieldPlace(Metamethod.INDEX.key);
        @Child private FieldPlace function;

        StringMember(LuaString key) {
            function = new FieldPlace(key);
        }

        /** Null where it is not as simple as that. */
        @Nullable Object execute() {
            var metatable = LuaContext.get(this).metatables().strings();
            return metatable != null
                            && index.readOther(metatable) instanceof LuaTable library
                            && function.readOther(library) instanceof LuaFunction found
                    ? found
                    : null;
        }
    }
}
