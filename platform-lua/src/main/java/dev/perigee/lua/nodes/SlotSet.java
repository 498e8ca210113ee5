package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import dev.perigee.lua.parser.LocalVariable;
import java.util.Collection;
import java.util.stream.IntStream;

/** Frame slots whose life ends together. */
final class SlotSet {

    static final SlotSet NONE = new SlotSet(new int[0]);

    @CompilationFinal(dimensions = 1)
    private final int[] slots;

    private SlotSet(int[] slots) {
        this.slots = slots;
    }

    static SlotSet of(Collection<LocalVariable> variables) {
        return variables.isEmpty()
                ? NONE
                : new SlotSet(variables.stream().mapToInt(LocalVariable::slot).toArray());
    }

    static SlotSet range(int first, int count) {
        return new SlotSet(IntStream.range(first, first + count).toArray());
    }

    boolean isEmpty() {
        return slots.length == 0;
    }

    @ExplodeLoop
    void clear(VirtualFrame frame) {
        for (int slot : slots) {
            frame.clear(slot);
        }
    }
}
