package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleStackTrace;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.LuaContext;
import org.jspecify.annotations.Nullable;

/**
 * An error raised by Lua code or by an operation: any value, most often a string with its position
 * in front.
 */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings("ReferenceEquality") // The text of an overflow is told by identity.
public final class LuaError extends AbstractTruffleException {

    private static final long serialVersionUID = 1L;

    private static final LuaString OVERFLOW = LuaString.of("stack overflow");
    private static final int MAX_HANDLERS = 100;

    /** How many of the functions that it ended an error knows; finding them takes time. */
    private static final int MAX_TRACE = 100;

    private transient Object value;
    private @Nullable String traceback;
    private boolean handled;
    private final boolean overflow;

    /** An error that no message handler sees before it is caught. */
    public LuaError(Object value, @Nullable Node location) {
        this(value, location, false);
    }

    private LuaError(Object value, @Nullable Node location, boolean overflow) {
        super(text(value), null, MAX_TRACE, location);
        this.value = value;
        this.overflow = overflow;
    }

    /**
     * An error of the operation at a node; without a node it is placed at the call that is running
     * a builtin.
     */
    @TruffleBoundary
    public static LuaError of(String message, @Nullable Node location) {
        var where = location == null ? CallStack.where(1) : CallStack.where(location);
        return raised(LuaString.of(where + message), location);
    }

    /** A string is too long. */
    static LuaError notEnoughMemory() {
        return of("not enough memory", null);
    }

    /**
     * An error with any value. The handler of an {@code xpcall} sees it before the stack unwinds.
     */
    @TruffleBoundary
    public static LuaError raised(Object value, @Nullable Node location) {
        var call = LuaContext.get(null).call();
        var handler = call.messageHandler();
        return handler == null
                ? new LuaError(value, location)
                : handle(call, handler, new LuaError(value, location));
    }

    /** The stack is full: the value is made when somebody catches it, with room to work. */
    public static LuaError stackOverflow() {
        return new LuaError(OVERFLOW, null, true);
    }

    /** Loads what the errors of a full stack need: a class that fails to load stays unusable. */
    public static void prepare() {
        stackOverflow().value();
        isCatchable(stackOverflow());
        for (var value : new Object[] {Nil.NIL, OVERFLOW, true, 1L, 1.5, new LuaTable()}) {
            Conversions.objectTypeName(value);
            Foreign.isForeign(value);
            Foreign.toLua(value);
            text(value);
        }
        CallStack.where(1);
    }

    /** Passes an error through a message handler, as {@code xpcall} does. */
    public static LuaError handle(GuestCall call, Object handler, LuaError error) {
        if (error.handled) {
            return error;
        }
        int depth = call.handlerDepth();
        if (depth >= MAX_HANDLERS) {
            return inHandling();
        }
        call.setHandlerDepth(depth + 1);
        try {
            var handled = Calls.first(Calls.call(handler, error.value()));
            var result = new LuaError(handled, error.getLocation());
            result.handled = true;
            return result;
        } catch (LuaError inHandler) {
            return inHandler.overflow ? inHandling() : inHandler;
        } catch (StackOverflowError deep) {
            return inHandling();
        } finally {
            call.setHandlerDepth(depth);
        }
    }

    /** Whether Lua code may catch it; interrupts, exits and cancellation it may not. */
    @TruffleBoundary
    public static boolean isCatchable(AbstractTruffleException thrown) {
        if (thrown instanceof LuaError) {
            return true;
        }
        var interop = InteropLibrary.getUncached();
        try {
            var type = interop.getExceptionType(thrown);
            return type == ExceptionType.RUNTIME_ERROR || type == ExceptionType.PARSE_ERROR;
        } catch (UnsupportedMessageException impossible) {
            return false;
        }
    }

    /** The error value of something that may be caught. */
    @TruffleBoundary
    public static Object valueOf(AbstractTruffleException thrown) {
        return thrown instanceof LuaError error
                ? error.value()
                : LuaString.of(String.valueOf(thrown.getMessage()));
    }

    /** An error in a message handler that goes on and on. */
    static LuaError inHandling() {
        var error = new LuaError(LuaString.of("error in error handling"), null);
        error.handled = true;
        return error;
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
        return overflow && value == OVERFLOW ? overflowValue() : value;
    }

    /** Placed at the last call that succeeded. */
    @TruffleBoundary
    private Object overflowValue() {
        var where = "";
        for (var element : TruffleStackTrace.getStackTrace(this)) {
            where = CallStack.where(element.getLocation());
            if (!where.isEmpty()) {
                break;
            }
        }
        value = LuaString.of(where + OVERFLOW);
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
        return value();
    }
}
