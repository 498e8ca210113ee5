package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.BranchProfile;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.Indexing;
import dev.perigee.lua.runtime.Indexing.Described;
import dev.perigee.lua.runtime.Layout;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Mixed;
import org.jspecify.annotations.Nullable;

/** {@code receiver.key = value}, remembering places as {@link FieldReadNode} does. */
@SuppressWarnings("ReferenceEquality") // Layouts are told apart by identity.
final class FieldWriteNode extends StoreNode implements Described, Caller {

    @Child private ExpressionNode receiver;
    private final LuaString key;
    private final @Nullable String receiverName;
    @Child private FieldPlace place;

    /** A layout without the key, and the one with it. */
    @CompilationFinal private @Nullable Layout before;

    @CompilationFinal private @Nullable Layout after;
    @CompilationFinal private boolean severalBefore;

    /** Whether the field has been in a table before. */
    @CompilationFinal private boolean replacing;

    /** Whether a number has replaced a value of another type. */
    private final BranchProfile rekinding = BranchProfile.create();

    private final BranchProfile reserving = BranchProfile.create();
    private final BranchProfile asking = BranchProfile.create();

    @CompilationFinal private boolean adding;
    @CompilationFinal private boolean elsewhere;
    private final boolean forMetatables;

    FieldWriteNode(
            ExpressionNode receiver,
            LuaString key,
            ExpressionNode value,
            @Nullable String receiverName) {
        super(value);
        this.receiver = receiver;
        this.key = key;
        this.receiverName = receiverName;
        place = new FieldPlace(key);
        forMetatables = key.length() > 1 && key.bytes()[0] == '_' && key.bytes()[1] == '_';
    }

    @Override
    @Nullable Object execute(VirtualFrame frame) {
        store(frame, receiver.execute(frame), key, 0);
        return null;
    }

    @Override
    void put(Object owner, Object name, long index, long given) {
        if (replacing && owner instanceof LuaTable table) {
            int at = place.of(table);
            if (at >= 0) {
                if (table.isInteger(at) && !forMetatables) {
                    table.setInteger(at, given);
                    return;
                }
                if (takesNumber(table, at)) {
                    table.setField(at, given);
                    return;
                }
            }
        }
        set(owner, given);
    }

    @Override
    void put(Object owner, Object name, long index, double given) {
        putNumber(owner, given, !Mixed.isInteger(given));
    }

    @Override
    void putReal(Object owner, Object name, long index, double given) {
        putNumber(owner, given, true);
    }

    private void putNumber(Object owner, double given, boolean real) {
        if (replacing && owner instanceof LuaTable table) {
            int at = place.of(table);
            if (at >= 0) {
                if (real && table.isFloat(at) && !forMetatables) {
                    table.setReal(at, given);
                    return;
                }
                if (takesNumber(table, at)) {
                    table.setField(at, given);
                    return;
                }
            }
        }
        set(owner, Mixed.box(given));
    }

    /** Makes room for a number where there was something else. */
    private boolean takesNumber(LuaTable table, int at) {
        rekinding.enter();
        if (!replaces(table, at)) {
            return false;
        }
        if (!table.hasNumbers()) {
            reserving.enter();
            table.reserveNumbers();
        }
        return true;
    }

    @Override
    void put(Object owner, Object name, long index, Object given) {
        if (replacing && owner instanceof LuaTable table) {
            int at = place.of(table);
            if (at >= 0 && replaces(table, at)) {
                table.setField(at, given);
                return;
            }
        }
        set(owner, given);
    }

    /** A field that has a value already needs no metamethod. */
    private boolean replaces(LuaTable table, int at) {
        if (forMetatables) {
            table.forgetAbsentMetamethods();
        }
        if (table.metatable() == null || !table.isNil(at)) {
            return true;
        }
        asking.enter();
        return table.takesFields();
    }

    /** Whatever is not the replacement of a value, or is the first one. */
    private void set(Object owner, Object any) {
        if (!elsewhere && !(adding && suitsAdding(owner, any))) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            learn(owner, any);
        }
        if (adding && suitsAdding(owner, any) && add((LuaTable) owner, any)) {
            return;
        }
        setElsewhere(owner, any);
    }

    private void learn(Object owner, Object any) {
        if (suitsAdding(owner, any)) {
            adding = true;
        } else if (owner instanceof LuaTable table && place.of(table) >= 0 && !replacing) {
            replacing = true;
        } else {
            elsewhere = true;
        }
    }

    private boolean suitsAdding(Object owner, Object any) {
        return owner instanceof LuaTable table
                && any != NIL
                && !severalBefore
                && place.of(table) == FieldPlace.ABSENT
                && table.takesFields();
    }

    /** Adds the field to a table of the layout that was the first to lack it. */
    private boolean add(LuaTable table, Object any) {
        if (before == null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            learn(table.layout());
        }
        if (table.layout() != before) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            severalBefore = true;
            return false;
        }
        if (after == null) {
            return false;
        }
        table.addField(after, any);
        return true;
    }

    /** Once, and the layout last: other threads may be running the same code. */
    private void learn(Layout layout) {
        var lock = getLock();
        lock.lock();
        try {
            if (before == null) {
                after = layout.with(key);
                before = layout;
            }
        } finally {
            lock.unlock();
        }
    }

    @TruffleBoundary
    private void setElsewhere(Object owner, Object any) {
        if (owner instanceof LuaTable table && !table.isWeak() && table.takesFields()) {
            table.putNamed(key, any);
        } else {
            Indexing.set(owner, key, any, this);
        }
    }

    @Override
    public String calleeName() {
        return "metamethod 'newindex'";
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
