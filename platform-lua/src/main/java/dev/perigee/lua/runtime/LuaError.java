package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * An error raised by Lua code or by an operation: any value, most often a string with its position
 * in front.
 */
@ExportLibrary(InteropLibrary.class)
public final class LuaError extends AbstractTruffleException {

    private static final long serialVersionUID = 1L;

    private final transient Object value;
    private @Nullable String traceback;

    public LuaError(Object value, @Nullable Node location) {
        super(text(value), null, UNLIMITED_STACK_TRACE, location);
        this.value = value;
    }

    /**
     * An error of the operation at a node; without a node it is placed at the call that is running
     * a builtin.
     */
    @TruffleBoundary
    public static LuaError of(String message, @Nullable Node location) {
        var where = location == null ? CallStack.where(1) : CallStack.where(location);
        return new LuaError(LuaString.of(where + message), location);
    }

    @TruffleBoundary
    private static String text(Object value) {
        return switch (value) {
            case LuaString string -> string.toString();
            case Long number -> number.toString();
            case Double number -> NumberText.of(number);
            case LuaTable table when table.metatable() != null ->
                    Conversions.toText(table).toString();
            default -> "(error object is a " + Conversions.typeName(value) + " value)";
        };
    }

    public Object value() {
        return value;
    }

    /** The stack at the raise, when a handler asked for it before unwinding. */
    public @Nullable String traceback() {
        return traceback;
    }

    public void setTraceback(String text) {
        traceback = text;
    }

    @ExportMessage
    boolean hasExceptionMessage() {
        return true;
    }

    @ExportMessage
    Object getExceptionMessage() {
        return String.valueOf(getMessage());
    }

    /** Lets an embedder read the value: {@code error{code = 1}} has the members of its table. */
    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    Object getMembers(boolean includeInternal) {
        return new ValueList(new Object[] {"value"});
    }

    @ExportMessage
    boolean isMemberReadable(String member) {
        return member.equals("value");
    }

    @ExportMessage
    Object readMember(String member) {
        return value;
    }
}
