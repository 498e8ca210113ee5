package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import dev.perigee.lua.runtime.Mixed;

/**
 * Makes objects of {@link Mixed} numbers. Compiled code makes only those of the types that were met
 * here: where that is one, the compiler can do without the object.
 */
final class NumberBox {

    @CompilationFinal private int seen;

    Object of(double mixed) {
        if (Mixed.isInteger(mixed)) {
            see(Kinds.INTEGER);
            return Mixed.integer(mixed);
        }
        see(Kinds.FLOAT);
        return mixed;
    }

    private void see(int kind) {
        if ((seen & kind) == 0) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            seen |= kind;
        }
    }
}
