package dev.perigee.lua.runtime;

import com.oracle.truffle.api.nodes.RootNode;
import org.jspecify.annotations.Nullable;

/** What {@code debug.sethook} set for one coroutine. Hooks are not told of what hooks do. */
public final class Hook {

    private static final Object[] NONE = {};

    private final LuaFunction function;
    private final String mask;
    private final int count;
    private int left;
    private Object[] transferred = NONE;
    private int firstTransferred;
    private @Nullable RootNode startRoot;
    private int startLine;

    public Hook(LuaFunction function, String mask, int count) {
        this.function = function;
        this.mask = mask;
        this.count = count;
        left = count;
    }

    public LuaFunction function() {
        return function;
    }

    /** The letters of the events that it is told of, in the reference's order. */
    public String mask() {
        var sorted = new StringBuilder();
        for (char event : new char[] {'c', 'r', 'l'}) {
            if (observes(event)) {
                sorted.append(event);
            }
        }
        return sorted.toString();
    }

    public int count() {
        return count;
    }

    public boolean observes(char event) {
        return mask.indexOf(event) >= 0;
    }

    /** Notes where it was set: the rest of that line is not a new line. */
    public void startAt(RootNode root, int line) {
        startRoot = root;
        startLine = line;
    }

    /** The line that an activation of some code has already been on, or 0. */
    @SuppressWarnings("ReferenceEquality") // Code is told apart by identity.
    public int startLine(RootNode root) {
        return root == startRoot ? startLine : 0;
    }

    /** Counts a step; whether the hook is to be called for it. */
    public boolean counts() {
        if (count == 0 || --left > 0) {
            return false;
        }
        left = count;
        return true;
    }

    /** What the function on which it runs was given or returns: values from an index on. */
    public void transfer(int first, Object[] values) {
        firstTransferred = first;
        transferred = values;
    }

    public int firstTransferred() {
        return firstTransferred;
    }

    public int transferredCount() {
        return transferred.length;
    }

    /** A value that is being handed over, by its index among the function's; null for another. */
    public @Nullable Object transferred(long index) {
        long at = index - firstTransferred;
        return at >= 0 && at < transferred.length ? transferred[(int) at] : null;
    }

    /** Calls the function. */
    public void call(com.oracle.truffle.api.nodes.Node location, String event, Object line) {
        var coroutine = Coroutine.currentOrMain();
        coroutine.setInHook(true);
        try {
            Calls.call(location, function, new Object[] {Nil.NIL, LuaString.of(event), line});
        } finally {
            coroutine.setInHook(false);
            transferred = NONE;
            firstTransferred = 0;
        }
    }
}
