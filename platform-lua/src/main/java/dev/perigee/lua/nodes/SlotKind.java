package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import dev.perigee.lua.runtime.Mixed;

/** The {@link Kinds} of all values that a frame slot has held; its writes share it. */
final class SlotKind {

    @CompilationFinal private int kinds;

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
        kinds = wider;
    }
}
