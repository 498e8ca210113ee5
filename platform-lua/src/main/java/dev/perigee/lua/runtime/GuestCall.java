package dev.perigee.lua.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What belongs to one call from the host into the guest while it lasts. An embedder may suspend a
 * call within a host function and run another one of the same context, so this cannot belong to the
 * context.
 */
public final class GuestCall {

    /** Between two calls that are looked at, one inside the other; a power of two. */
    private static final int STRIDE = 16;

    private final int maxDepth;
    private int depth;
    private @Nullable Object messageHandler;
    private int handlerDepth;
    private int nativeDepth;

    /** What the counts contain of those of the call that resumed a coroutine last. */
    private int outerDepth;

    private int outerNativeDepth;

    /** The call of its coroutine's function that is about to begin or to go on. */
    private @Nullable Suspension suspension;

    /**
     * @param maxDepth how many calls may be active, one inside the other, give or take a few
     */
    public GuestCall(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /**
     * Counts a call of a Lua function. True for one of every few levels, where the caller looks
     * whether it is too deep or something else ends the program.
     */
    public boolean enter() {
        return (++depth & (STRIDE - 1)) == 0;
    }

    public boolean isTooDeep() {
        return depth >= maxDepth;
    }

    public void leave() {
        depth--;
    }

    /** To be followed by that call. */
    void begin(@Nullable Suspension next) {
        suspension = next;
    }

    /** Not null in the function that a coroutine begins with. */
    public @Nullable Suspension takeSuspension() {
        var next = suspension;
        if (next != null) {
            suspension = null;
        }
        return next;
    }

    /** What a coroutine begins with. */
    GuestCall forCoroutine() {
        var made = new GuestCall(maxDepth);
        made.handlerDepth = handlerDepth;
        return made;
    }

    /** Goes on within another one, as a coroutine does: what is active there counts here. */
    void resumeWithin(GuestCall outer) {
        int moved = outer.depth - outerDepth;
        int nativeMoved = outer.nativeDepth - outerNativeDepth;
        if (moved != 0 || nativeMoved != 0) {
            depth += moved;
            outerDepth += moved;
            nativeDepth += nativeMoved;
            outerNativeDepth += nativeMoved;
        }
    }

    /**
     * The handler of the innermost {@code xpcall}; null inside a {@code pcall} and outside both.
     */
    public @Nullable Object messageHandler() {
        return messageHandler;
    }

    public void setMessageHandler(@Nullable Object handler) {
        messageHandler = handler;
    }

    /** How many calls of message handlers are active, one inside the other. */
    int handlerDepth() {
        return handlerDepth;
    }

    void setHandlerDepth(int depth) {
        handlerDepth = depth;
    }

    /** Counts a call that goes through the host's stack; returns how many are active with it. */
    int enterNative() {
        return ++nativeDepth;
    }

    void leaveNative() {
        nativeDepth--;
    }

    int nativeDepth() {
        return nativeDepth;
    }
}
