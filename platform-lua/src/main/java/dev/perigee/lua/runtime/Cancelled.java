package dev.perigee.lua.runtime;

import com.oracle.truffle.api.nodes.ControlFlowException;

/**
 * Ends all functions of a call from the host when its context is cancelled. What the host is told,
 * Truffle would describe by walking the whole stack at the first function that ends, which in deep
 * recursion takes longer than all the rest; nobody collects stack traces for this one.
 */
@SuppressWarnings("removal") // That is what Truffle ends cancelled guests with.
public final class Cancelled extends ControlFlowException {

    private static final long serialVersionUID = 1L;

    private final ThreadDeath cause;

    public Cancelled(ThreadDeath cause) {
        this.cause = cause;
    }

    /** What the host is to be told. */
    public ThreadDeath forHost() {
        return cause;
    }
}
