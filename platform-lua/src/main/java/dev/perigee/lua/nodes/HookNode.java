package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.CallStack.Caller;
import dev.perigee.lua.runtime.CallStack.Located;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.Hook;
import dev.perigee.lua.runtime.Nil;
import org.jspecify.annotations.Nullable;

/** Tells the running coroutine's hook what happens at one place. */
final class HookNode extends Node implements Located, Caller {

    private static final Object KEY = new Object();

    private final int line;
    private final int offset;

    HookNode(int line, int offset) {
        this.line = line;
        this.offset = offset;
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public String calleeName() {
        return CallStack.HOOK;
    }

    @Override
    public boolean isUnasked() {
        return true;
    }

    /** The hook that is to be told, unless it runs itself. */
    private @Nullable Hook hook() {
        return LuaContext.get(this).isHooked() ? findHook() : null;
    }

    @TruffleBoundary
    private static @Nullable Hook findHook() {
        var coroutine = Coroutine.currentOrMain();
        return coroutine.inHook() ? null : coroutine.hook();
    }

    /** What the hook knows of the function that runs; null when there is none to be told. */
    @Nullable Activation activation(VirtualFrame frame) {
        var hook = hook();
        if (hook == null) {
            return null;
        }
        int slot = slot(frame);
        if (frame.getAuxiliarySlot(slot) instanceof Activation known && known.hook == hook) {
            return known;
        }
        var fresh = new Activation(hook, hook.startLine(getRootNode()));
        frame.setAuxiliarySlot(slot, fresh);
        return fresh;
    }

    private static int slot(VirtualFrame frame) {
        return slot(frame.getFrameDescriptor());
    }

    @TruffleBoundary
    private static int slot(com.oracle.truffle.api.frame.FrameDescriptor descriptor) {
        return descriptor.findOrAddAuxiliarySlot(KEY);
    }

    @TruffleBoundary
    void count(Activation activation) {
        if (activation.hook.counts()) {
            activation.hook.call(this, "count", Nil.NIL);
        }
    }

    @TruffleBoundary
    void reach(Activation activation) {
        if (activation.reaches(line) && activation.hook.observes('l')) {
            activation.hook.call(this, "line", (long) line);
        }
    }

    /** A function has been called; its arguments begin at index 1, and so many are its own. */
    void called(Object[] arguments, int own) {
        var hook = hook();
        if (hook != null) {
            tellCall(hook, arguments, own);
        }
    }

    @TruffleBoundary
    private void tellCall(Hook hook, Object[] arguments, int own) {
        if (hook.observes('c')) {
            var given = new Object[own];
            for (int i = 0; i < own; i++) {
                given[i] = i + 1 < arguments.length ? arguments[i + 1] : Nil.NIL;
            }
            hook.transfer(1, given);
            var entries = CallStack.entries(2);
            boolean tail = entries.size() > 1 && CallStack.isTailCall(entries.get(1));
            hook.call(this, tail ? "tail call" : "call", Nil.NIL);
        }
    }

    /** A function is about to return; its values count from an index. */
    void returning(Object result, int first) {
        var hook = hook();
        if (hook != null) {
            tellReturn(hook, result, first);
        }
    }

    @TruffleBoundary
    private void tellReturn(Hook hook, Object result, int first) {
        if (hook.observes('r')) {
            hook.transfer(first, Calls.all(result));
            hook.call(this, "return", Nil.NIL);
        }
    }
}
