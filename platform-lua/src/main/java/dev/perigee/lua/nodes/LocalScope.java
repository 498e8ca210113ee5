package dev.perigee.lua.nodes;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.frame.MaterializedFrame;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.source.SourceSection;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.runtime.Cell;
import dev.perigee.lua.runtime.Foreign;
import dev.perigee.lua.runtime.FunctionInfo.Local;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.ValueList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a node sees, for debuggers: locals, the innermost first, then what the
 * function captured. Without a frame it knows names only.
 */
@ExportLibrary(InteropLibrary.class)
final class LocalScope implements TruffleObject {

    private final FunctionRootNode root;
    private final @Nullable MaterializedFrame frame;
    private final Map<String, Local> variables = new LinkedHashMap<>();

    private LocalScope(FunctionRootNode root, @Nullable MaterializedFrame frame) {
        this.root = root;
        this.frame = frame;
    }

    @TruffleBoundary
    static LocalScope of(FunctionRootNode root, LuaNode node, @Nullable MaterializedFrame frame) {
        var scope = new LocalScope(root, frame);
        var info = root.info();
        info.localsAt(node).reversed().forEach(scope::add);
        var names = info.upvalueNames();
        for (int i = 0; i < names.size(); i++) {
            scope.add(new Upvalue(names.get(i), i));
        }
        return scope;
    }

    /** Unless a variable further in has the name; what the interpreter hides stays hidden. */
    private void add(Local variable) {
        var name = variable.name();
        if (!name.startsWith("(") && !name.equals("_ENV")) {
            variables.putIfAbsent(name, variable);
        }
    }

    private record Upvalue(String name, int index) implements Local {

        private static Object[] values(Frame frame) {
            return ((LuaFunction) frame.getArguments()[0]).upvalues();
        }

        @Override
        public Object get(Frame frame) {
            var value = values(frame)[index];
            return value instanceof Cell cell ? cell.value : value;
        }

        @Override
        public void set(Frame frame, Object value) {
            if (values(frame)[index] instanceof Cell cell) {
                cell.value = value;
            } else {
                values(frame)[index] = value;
            }
        }
    }

    @ExportMessage
    boolean isScope() {
        return true;
    }

    @ExportMessage
    boolean hasLanguage() {
        return true;
    }

    @ExportMessage
    Class<LuaLanguage> getLanguage() {
        return LuaLanguage.class;
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(boolean includeInternal) {
        return new ValueList(variables.keySet().toArray());
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberReadable(String member) {
        return variables.containsKey(member);
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        var local = find(member);
        return frame == null ? NIL : local.get(frame);
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberModifiable(String member) {
        return frame != null && variables.containsKey(member);
    }

    @ExportMessage
    boolean isMemberInsertable(String member) {
        return false;
    }

    @ExportMessage
    @TruffleBoundary
    void writeMember(String member, Object value) throws UnknownIdentifierException {
        var local = find(member);
        if (frame != null) {
            local.set(frame, Foreign.toLua(value));
        }
    }

    private Local find(String member) throws UnknownIdentifierException {
        var local = variables.get(member);
        if (local == null) {
            throw UnknownIdentifierException.create(member);
        }
        return local;
    }

    @ExportMessage
    boolean hasSourceLocation() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    SourceSection getSourceLocation() {
        return root.getSourceSection();
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(boolean allowSideEffects) {
        return root.getName();
    }
}
