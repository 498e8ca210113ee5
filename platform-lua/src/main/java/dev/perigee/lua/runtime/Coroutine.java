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

    private static final String ACROSS_CALL = "attempt to yield across a C-call boundary";

    /** Where resuming stops, just before a call would fail. */
    private static final int MAX_NESTING = 195;

    private final LuaContext context = LuaContext.get(null);
    private final CoroutineBody body;
    private final SuspendableStack stack;
    private final boolean main;

    /** Its part of the call from the host: the handler and the counts of its own stack. */
    private GuestCall call;

    /** What crosses over: one value as it is, any other number of them as an array. */
    private Object transfer = Calls.NO_VALUES;

    private @Nullable Throwable failure;
    private @Nullable LuaError died;
    private @Nullable Runnable inspection;
    private @Nullable Hook hook;
    private boolean inHook;
    private boolean finalizing;
    private boolean started;

    /** Between a resume and its end. */
    private boolean active;

    private boolean closing;
    private int callbacks;

    public Coroutine(Object function) {
        main = false;
        body = new CoroutineBody(this, function);
        call = context.call().forCoroutine();
        stack = SuspendableStack.of(this, this::runBody);
    }

    private Coroutine() {
        main = true;
        body = new CoroutineBody(this, Nil.NIL);
        call = context.call();
        stack = SuspendableStack.of(this, () -> {});
    }

    /** Whether they need no threads. */
    public static boolean areCheap() {
        return SuspendableStack.areCheap();
    }

    /** Stands for the code outside all coroutines. */
    public static Coroutine main() {
        return new Coroutine();
    }

    private void runBody() {
        try {
            if (!closing || body.isLeft()) {
                finish(body.run());
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

    @SuppressWarnings("ReferenceEquality") // A mark.
    private void finish(Object result) {
        if (result == Suspension.SUSPENDED) {
            ((DirectStack) stack).rewind();
        } else {
            transfer = result;
        }
    }

    /** Its function is left in the middle. */
    void leave(Object values) {
        transfer = values;
    }

    /** Whether it is resumed for other reasons than to go on. */
    boolean isWatched() {
        return inspection != null || closing;
    }

    /** What was passed to it last. */
    Object take() {
        var passed = transfer;
        transfer = Calls.NO_VALUES;
        return passed;
    }

    /** The coroutine of this context that runs, null for the code outside all coroutines. */
    @TruffleBoundary
    public static @Nullable Coroutine current() {
        return current(LuaContext.get(null));
    }

    private static @Nullable Coroutine current(LuaContext context) {
        return StackSwitch.isAvailable() ? context.coroutine() : SuspendableStack.current(context);
    }

    LuaContext context() {
        return context;
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

    /** Whether finalizers run on it, so that it cannot yield. */
    void setFinalizing(boolean running) {
        finalizing = running;
    }

    public Status status() {
        if (isDone()) {
            return Status.DEAD;
        }
        if (main || isRunning()) {
            return Status.RUNNING;
        }
        return active ? Status.NORMAL : Status.SUSPENDED;
    }

    @SuppressWarnings("ReferenceEquality") // Coroutines are told apart by identity.
    private boolean isRunning() {
        return current(context) == this;
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

    /** Whether the reference could not yield: in such a callback, or while it is closed. */
    public boolean inCallback() {
        return callbacks > 0 || closing;
    }

    /**
     * Runs the coroutine until it yields, returns or fails.
     *
     * @return the values it yielded or returned, one value as it is
     * @throws LuaError what the coroutine failed with; it is dead then
     */
    public Object resume(LuaContext context, Object values) {
        if (active || main || isDone()) {
            throw notSuspended();
        }
        if (context.call().nativeDepth() >= MAX_NESTING) {
            throw tooDeep();
        }
        transfer = values;
        switchTo(context);
        return result();
    }

    @TruffleBoundary
    private LuaError notSuspended() {
        var what = isDone() ? "dead" : "non-suspended";
        return new LuaError(LuaString.of("cannot resume " + what + " coroutine"), null);
    }

    @TruffleBoundary
    private static LuaError tooDeep() {
        return new LuaError(LuaString.of("C stack overflow"), null);
    }

    /** Enters the stack and comes back. */
    private void switchTo(LuaContext context) {
        var outer = context.call();
        call.resumeWithin(outer);
        context.setCall(call);
        started = true;
        active = true;
        try {
            // Without a call in between where that can be.
            if (SuspendableStack.DIRECT) {
                ((DirectStack) stack).enter(context);
            } else {
                run();
            }
        } finally {
            active = false;
            var left = context.call();
            if (left != call) {
                call = left; // It was left within a call from the host.
            }
            context.setCall(outer);
        }
    }

    @TruffleBoundary(transferToInterpreterOnException = false)
    private void run() {
        stack.run();
    }

    private boolean isDone() {
        return SuspendableStack.DIRECT ? ((DirectStack) stack).isDone() : stack.isDone();
    }

    private Object result() {
        var thrown = failure;
        if (thrown != null) {
            failure = null;
            died = thrown instanceof LuaError error ? error : null;
            throw rethrow(thrown);
        }
        return take();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException rethrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Suspends the coroutine that runs; returns what the next resume passes. */
    public static Object suspendCurrent(LuaContext context, Object values) {
        var running = current(context);
        if (running == null) {
            throw refuse("attempt to yield from outside a coroutine");
        }
        if (running.finalizing) {
            throw refuse(ACROSS_CALL);
        }
        return running.suspend(values);
    }

    /** Without a place, as in the reference. */
    @TruffleBoundary
    static LuaError refuse(String message) {
        return LuaError.raised(LuaString.of(message), null);
    }

    private Object suspend(Object values) {
        if (!body.comesBack()) {
            if (closing) {
                throw refuse(ACROSS_CALL);
            }
            transfer = values;
            leave();
        }
        if (inspection != null) {
            showStack();
        }
        if (closing) {
            throw new CoroutineClosed(null);
        }
        return take();
    }

    private void leave() {
        if (SuspendableStack.DIRECT) {
            ((DirectStack) stack).suspend();
        } else {
            leaveStack();
        }
    }

    @TruffleBoundary(transferToInterpreterOnException = false)
    private void leaveStack() {
        stack.suspend();
    }

    /** Lets others look at the stack until the coroutine is really resumed. */
    @TruffleBoundary(transferToInterpreterOnException = false)
    private void showStack() {
        while (inspection != null) {
            inspection.run();
            inspection = null;
            stack.suspend();
        }
    }

    /** Runs something on the stack of a suspended coroutine that has been started. */
    @TruffleBoundary
    public void inspect(Runnable inspector) {
        if (started && status() == Status.SUSPENDED) {
            inspection = inspector;
            switchTo(context);
        }
    }

    /**
     * Ends a suspended coroutine: unwinds its stack so that pending to-be-closed variables are
     * closed. Fails with what the last of them failed with, or what the coroutine died of.
     */
    @TruffleBoundary
    public void close() {
        if (isDone()) {
            var error = died;
            died = null;
            if (error != null) {
                throw error;
            }
            return;
        }
        closing = true;
        switchTo(context);
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
