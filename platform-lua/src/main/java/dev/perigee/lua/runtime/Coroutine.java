package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.ControlFlowException;
import dev.perigee.lua.LuaContext;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine (section 2.6) on a stack of its own. Its states: suspended → running (resume) →
 * suspended (yield) or dead (return, error, close); running → normal while it has resumed another
 * one.
 */
@ExportLibrary(InteropLibrary.class)
public final class Coroutine implements TruffleObject {

    /** What {@code coroutine.status} tells. */
    public enum Status {
        SUSPENDED,
        RUNNING,
        NORMAL,
        DEAD
    }

    private final LuaContext context = LuaContext.get(null);
    private final SuspendableStack stack;
    private Status status = Status.SUSPENDED;
    private Object[] transfer = Calls.NO_VALUES;
    private @Nullable Throwable failure;
    private @Nullable Coroutine resumer;
    private boolean closing;

    public Coroutine(Object function) {
        stack = SuspendableStack.of(this, () -> run(function));
    }

    private Coroutine() {
        stack = SuspendableStack.of(this, () -> {});
        status = Status.RUNNING;
    }

    /** Stands for the code outside all coroutines. */
    public static Coroutine main() {
        return new Coroutine();
    }

    private void run(Object function) {
        try {
            if (!closing) {
                var arguments = new Object[transfer.length + 1];
                System.arraycopy(transfer, 0, arguments, 1, transfer.length);
                transfer = Calls.all(Calls.call(function, arguments));
            }
        } catch (CoroutineClosed closed) {
            transfer = Calls.NO_VALUES;
        } catch (Throwable thrown) {
            // Crosses over to the resumer's stack: errors, also interrupts and exits, belong to
            // whoever resumed.
            failure = thrown;
        }
    }

    /** The coroutine of this context that runs, null for the code outside all coroutines. */
    @TruffleBoundary
    public static @Nullable Coroutine current() {
        var running = SuspendableStack.current();
        return running != null && running.context == LuaContext.get(null) ? running : null;
    }

    public Status status() {
        return status;
    }

    public @Nullable Coroutine resumer() {
        return resumer;
    }

    /**
     * Runs the coroutine until it yields, returns or fails.
     *
     * @return the values it yielded or returned
     * @throws LuaError what the coroutine failed with; it is dead then
     */
    @TruffleBoundary
    public Object[] resume(@Nullable Coroutine current, Object[] values) {
        if (status != Status.SUSPENDED) {
            throw new LuaError(
                    LuaString.of(
                            "cannot resume "
                                    + (status == Status.DEAD ? "dead" : "non-suspended")
                                    + " coroutine"),
                    null);
        }
        transfer = values;
        enter(current);
        try {
            stack.run();
        } finally {
            leave(current);
        }
        return result();
    }

    private void enter(@Nullable Coroutine current) {
        resumer = current;
        status = Status.RUNNING;
        if (current != null) {
            current.status = Status.NORMAL;
        }
    }

    private void leave(@Nullable Coroutine current) {
        status = stack.isDone() ? Status.DEAD : Status.SUSPENDED;
        resumer = null;
        if (current != null) {
            current.status = Status.RUNNING;
        }
    }

    private Object[] result() {
        var thrown = failure;
        if (thrown != null) {
            failure = null;
            throw rethrow(thrown);
        }
        var values = transfer;
        transfer = Calls.NO_VALUES;
        return values;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException rethrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Suspends this, the running coroutine; returns what the next resume passes. */
    @TruffleBoundary
    public Object[] suspend(Object[] values) {
        transfer = values;
        stack.suspend();
        if (closing) {
            throw new CoroutineClosed();
        }
        var passed = transfer;
        transfer = Calls.NO_VALUES;
        return passed;
    }

    /**
     * Ends a suspended coroutine: unwinds its stack so that pending to-be-closed variables are
     * closed.
     */
    @TruffleBoundary
    public void close(@Nullable Coroutine current) {
        if (status == Status.DEAD) {
            return;
        }
        closing = true;
        enter(current);
        try {
            stack.run();
        } finally {
            leave(current);
        }
        result();
    }

    /** Unwinds a coroutine that is being closed; not an error that Lua code could catch. */
    static final class CoroutineClosed extends ControlFlowException {
        private static final long serialVersionUID = 1L;
    }

    @ExportMessage
    Object toDisplayString(boolean allowSideEffects) {
        return toString();
    }

    @Override
    @TruffleBoundary
    public String toString() {
        return "thread: 0x%08x".formatted(System.identityHashCode(this));
    }
}
