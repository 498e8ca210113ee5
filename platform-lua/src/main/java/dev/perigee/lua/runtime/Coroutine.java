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

    /** Where resuming stops, just before a call would fail. */
    private static final int MAX_NESTING = 195;

    private final LuaContext context = LuaContext.get(null);
    private final SuspendableStack stack;
    private Status status = Status.SUSPENDED;

    /** What crosses over: one value as it is, any other number of them as an array. */
    private Object transfer = Calls.NO_VALUES;

    private @Nullable Throwable failure;
    private @Nullable LuaError died;
    private @Nullable Object messageHandler;
    private @Nullable Runnable inspection;
    private @Nullable Hook hook;
    private boolean inHook;
    private boolean started;
    private boolean closing;
    private int nativeDepth;
    private int depth;
    private int callbacks;

    public Coroutine(Object function) {
        stack = SuspendableStack.of(this, () -> run(function));
    }

    private Coroutine() {
        stack = SuspendableStack.of(this, () -> {});
        status = Status.RUNNING;
    }

    /** Whether they need no threads. */
    public static boolean areCheap() {
        return ContinuationStack.isAvailable();
    }

    /** Stands for the code outside all coroutines. */
    public static Coroutine main() {
        return new Coroutine();
    }

    private void run(Object function) {
        try {
            if (!closing) {
                var passed = Calls.all(transfer);
                var arguments = new Object[passed.length + 2];
                arguments[1] = function;
                System.arraycopy(passed, 0, arguments, 2, passed.length);
                transfer = body().target().call(arguments);
            }
        } catch (CoroutineClosed closed) {
            transfer = Calls.NO_VALUES;
            failure = closed.cause;
        } catch (StackOverflowError deep) {
            failure = LuaError.stackOverflow();
        } catch (Throwable thrown) {
            // Crosses over to the resumer's stack: errors, also interrupts and exits, belong to
            // whoever resumed.
            failure = thrown;
        }
    }

    /** Marks the end of the coroutine's stack for whoever walks it. */
    private static LuaFunction body() {
        var code = LuaContext.get(null).language().builtin(CallStack.COROUTINE, Coroutine::enter);
        return LuaFunction.builtin(code);
    }

    private static Object enter(Args args) {
        return Calls.call(args.get(1), args.from(1));
    }

    /** The coroutine of this context that runs, null for the code outside all coroutines. */
    @TruffleBoundary
    public static @Nullable Coroutine current() {
        return current(LuaContext.get(null));
    }

    private static @Nullable Coroutine current(LuaContext context) {
        var running = SuspendableStack.current();
        return running != null && running.context == context ? running : null;
    }

    /** The running coroutine, or what stands for the code outside all coroutines. */
    @TruffleBoundary
    public static Coroutine currentOrMain() {
        var running = current();
        return running == null ? LuaContext.get(null).mainThread() : running;
    }

    /** What {@code debug.sethook} set for it. */
    public @Nullable Hook hook() {
        return hook;
    }

    public void setHook(@Nullable Hook set) {
        hook = set;
    }

    /** Whether a hook runs on it. */
    public boolean inHook() {
        return inHook;
    }

    void setInHook(boolean running) {
        inHook = running;
    }

    public Status status() {
        return status;
    }

    /** What it died of, until it is closed. */
    public @Nullable LuaError died() {
        return died;
    }

    /**
     * Counts the callbacks of builtins that are active in it: where the reference could not yield.
     */
    public void enterCallback() {
        callbacks++;
    }

    public void leaveCallback() {
        callbacks--;
    }

    public boolean inCallback() {
        return callbacks > 0;
    }

    /**
     * Runs the coroutine until it yields, returns or fails.
     *
     * @return the values it yielded or returned, one value as it is
     * @throws LuaError what the coroutine failed with; it is dead then
     */
    @TruffleBoundary(transferToInterpreterOnException = false)
    public Object resume(Object values) {
        if (status != Status.SUSPENDED) {
            var what = status == Status.DEAD ? "dead" : "non-suspended";
            throw new LuaError(LuaString.of("cannot resume " + what + " coroutine"), null);
        }
        if (context.call().nativeDepth() >= MAX_NESTING) {
            throw new LuaError(LuaString.of("C stack overflow"), null);
        }
        transfer = values;
        switchTo(current(context));
        return result();
    }

    /** Enters the stack and comes back; the current coroutine is normal meanwhile. */
    private void switchTo(@Nullable Coroutine current) {
        var call = context.call();
        var outerHandler = call.messageHandler();
        int outerNative = call.nativeDepth();
        int outerDepth = call.depth();
        call.setMessageHandler(messageHandler);
        call.setNativeDepth(outerNative + nativeDepth);
        call.setDepth(outerDepth + depth);
        status = Status.RUNNING;
        started = true;
        if (current != null) {
            current.status = Status.NORMAL;
        }
        try {
            stack.run();
        } finally {
            messageHandler = call.messageHandler();
            nativeDepth = call.nativeDepth() - outerNative;
            depth = call.depth() - outerDepth;
            call.setMessageHandler(outerHandler);
            call.setNativeDepth(outerNative);
            call.setDepth(outerDepth);
            status = stack.isDone() ? Status.DEAD : Status.SUSPENDED;
            if (current != null) {
                current.status = Status.RUNNING;
            }
        }
    }

    private Object result() {
        var thrown = failure;
        if (thrown != null) {
            failure = null;
            died = thrown instanceof LuaError error ? error : null;
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

    /** Suspends the coroutine that runs; returns what the next resume passes. */
    @TruffleBoundary(transferToInterpreterOnException = false)
    public static Object suspendCurrent(LuaContext context, Object values) {
        var running = current(context);
        if (running == null) {
            throw LuaError.of("attempt to yield from outside a coroutine", null);
        }
        return running.suspend(values);
    }

    private Object suspend(Object values) {
        if (context.finalizers().runOn(this)) {
            throw LuaError.of("attempt to yield across a C-call boundary", null);
        }
        transfer = values;
        stack.suspend();
        while (inspection != null) {
            inspection.run();
            inspection = null;
            stack.suspend();
        }
        if (closing) {
            throw new CoroutineClosed(null);
        }
        var passed = transfer;
        transfer = Calls.NO_VALUES;
        return passed;
    }

    /** Runs something on the stack of a suspended coroutine that has been started. */
    @TruffleBoundary
    public void inspect(Runnable inspector) {
        if (started && status == Status.SUSPENDED) {
            inspection = inspector;
            stack.run();
        }
    }

    /**
     * Ends a suspended coroutine: unwinds its stack so that pending to-be-closed variables are
     * closed. Fails with what the last of them failed with, or what the coroutine died of.
     */
    @TruffleBoundary
    public void close() {
        if (status == Status.DEAD) {
            var error = died;
            died = null;
            if (error != null) {
                throw error;
            }
            return;
        }
        closing = true;
        switchTo(current());
        try {
            result();
        } finally {
            died = null;
        }
    }

    /** Unwinds a coroutine that is being closed; not an error that Lua code could catch. */
    public static final class CoroutineClosed extends ControlFlowException {
        private static final long serialVersionUID = 1L;
        private final transient @Nullable LuaError cause;

        /**
         * @param cause what a to-be-closed variable failed with
         */
        public CoroutineClosed(@Nullable LuaError cause) {
            this.cause = cause;
        }

        /** The error that the next variable to be closed is told of, or nil. */
        public Object error() {
            return cause == null ? Nil.NIL : cause.value();
        }
    }

    @ExportMessage
    Object toDisplayString(boolean allowSideEffects) {
        return toString();
    }

    @Override
    @TruffleBoundary
    public String toString() {
        return "thread: " + Conversions.address(this);
    }
}
