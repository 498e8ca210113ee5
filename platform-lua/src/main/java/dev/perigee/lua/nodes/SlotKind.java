package dev.perigee.lua.nodes;

import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import dev.perigee.lua.runtime.Mixed;

/** The {@link Kinds} of all values that a frame slot has held; its reads and writes share it. */
final class SlotKind {

    @CompilationFinal private int kinds;

    /**
     * While it is valid a float in the slot is no {@link Mixed} number. All compiled code has to
     * know when that ends, for what one writes another may read: a loop that is compiled alone.
     */
    private final Assumption unmixed = Assumption.create("no integer among a slot's floats");

    boolean isUnmixed() {
        return unmixed.isValid();
    }

    int kinds() {
        return kinds;
    }

    /** Notes a value that does not suit the former ones; threads may do so at once. */
    synchronized void widen(Object value) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        int wider = kinds | Kinds.of(value);
        if (wider == Kinds.NUMBER && value instanceof Long integer && !Mixed.fits(integer)) {
            wider |= Kinds.OTHER;
        }
        if (wider == Kinds.NUMBER) {
            unmixed.invalidate();
        }
        kinds = wider;
    }
}
