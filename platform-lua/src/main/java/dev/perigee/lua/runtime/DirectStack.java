package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;

/**
 * On one of the JDK's continuations, entered and left by the VM's own steps. To the JDK's Java code
 * it does not exist: whoever suspends a continuation below it, an embedder or a virtual thread,
 * leaves this stack first, and {@link #passOn} then leaves the next one.
 */
final class DirectStack extends SuspendableStack {

    private static final ContinuationScope SCOPE = new ContinuationScope("lua");
    private static final int SPARSE = 63;

    private final Coroutine coroutine;
    private @Nullable Continuation continuation;
    private boolean begun;
    private int switches;

    /** Whether the coroutine itself has left its stack. */
    private boolean suspended;

    DirectStack(Coroutine coroutine, Runnable body) {
        this.coroutine = coroutine;
        continuation = new Continuation(SCOPE, () -> run(body));
    }

    private void run(Runnable body) {
        begun = true;
        try {
            body.run();
        } finally {
            begun = false;
            if (!suspended) {
                continuation = null; // and its memory
            }
        }
    }

    /** The code on it returns, but the coroutine is not done: the next entry begins anew. */
    void rewind() {
        suspended = true;
    }

    @Override
    void run() {
        enter(coroutine.context());
    }

    /** Enters the stack; without a call between the guest's code and the switch. */
    void enter(LuaContext context) {
        var entered = continuation;
        if (entered == null) {
            throw Coroutine.refuse("cannot resume dead coroutine");
        }
        var outer = context.coroutine();
        context.setCoroutine(coroutine);
        suspended = false;
        try {
            StackSwitch.enter(entered, begun);
            if (!suspended && continuation != null) {
                passOn(entered, outer);
            }
        } finally {
            context.setCoroutine(outer);
        }
    }

    /** The stack was not left by its coroutine. */
    @TruffleBoundary(transferToInterpreterOnException = false)
    private void passOn(Continuation entered, @Nullable Coroutine outer) {
        while (!suspended && continuation != null) {
            passOn(outer);
            StackSwitch.enter(entered, true);
        }
    }

    /** Suspends what the embedder wanted to suspend, and goes on when that does. */
    private void passOn(@Nullable Coroutine outer) {
        var context = coroutine.context();
        context.setCoroutine(outer);
        if (!StackSwitch.leave()) {
            continuation = null;
            throw Coroutine.refuse("attempt to yield across a call that cannot be suspended");
        }
        context.setCoroutine(coroutine);
    }

    /**
     * Mostly without a frame of its own between the guest's code and the switch. But when the VM
     * enters a stack on which there is interpreted code somewhere, it moves the two uppermost
     * frames only, and from then on leaves the others alone, unless one of the two is interpreted:
     * then it goes its slow way each time. So now and then there is one more frame.
     */
    @Override
    void suspend() {
        suspended = true;
        boolean left = false;
        try {
            left = (++switches & SPARSE) == 1 ? StackSwitch.leaveFromAbove() : StackSwitch.leave();
        } finally {
            if (!left) {
                suspended = false;
            }
        }
        if (!left) {
            throw Coroutine.refuse("attempt to yield across a call that cannot be suspended");
        }
    }

    @Override
    boolean isDone() {
        return continuation == null;
    }
}
