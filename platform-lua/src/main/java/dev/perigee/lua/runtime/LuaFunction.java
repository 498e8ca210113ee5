package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.source.SourceSection;
import dev.perigee.lua.LuaLanguage;

/**
 * A function: code that contexts share, and the captured variables of this closure. Builtins
 * capture nothing.
 */
@ExportLibrary(InteropLibrary.class)
public final class LuaFunction implements TruffleObject {

    private static final Object[] NONE = new Object[0];

    private final RootCallTarget target;

    /**
     * A {@link Cell} for a variable that is assigned later, else its value; {@code setupvalue} may
     * replace values.
     */
    private final Object[] upvalues;

    private final boolean builtin;

    public LuaFunction(RootCallTarget target, Object[] upvalues) {
        this.target = target;
        this.upvalues = upvalues;
        builtin = target.getRootNode() instanceof CallStack.LuaCode code && code.isBuiltin();
    }

    public static LuaFunction builtin(RootCallTarget target) {
        return new LuaFunction(target, NONE);
    }

    public RootCallTarget target() {
        return target;
    }

    public boolean isBuiltin() {
        return builtin;
    }

    public Object[] upvalues() {
        return upvalues;
    }

    @TruffleBoundary
    public String name() {
        return String.valueOf(target.getRootNode().getName());
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
    boolean hasExecutableName() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getExecutableName() {
        return name();
    }

    @ExportMessage
    boolean hasSourceLocation() {
        return !builtin;
    }

    @ExportMessage
    @TruffleBoundary
    SourceSection getSourceLocation() throws UnsupportedMessageException {
        var section = target.getRootNode().getSourceSection();
        if (section == null) {
            throw UnsupportedMessageException.create();
        }
        return section;
    }

    @ExportMessage
    boolean isExecutable() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object execute(Object[] arguments) {
        var passed = new Object[arguments.length + 1];
        for (int i = 0; i < arguments.length; i++) {
            passed[i + 1] = Foreign.toLua(arguments[i]);
        }
        var result = Calls.enter(this, passed);
        if (result instanceof Object[] values) {
            return values.length == 0 ? Nil.NIL : new ValueList(values);
        }
        return result;
    }

    @ExportMessage
    Object toDisplayString(boolean allowSideEffects) {
        return toString();
    }

    @Override
    @TruffleBoundary
    public String toString() {
        var kind = builtin ? "function: builtin" : "function";
        return "%s: 0x%08x".formatted(kind, System.identityHashCode(this));
    }
}
