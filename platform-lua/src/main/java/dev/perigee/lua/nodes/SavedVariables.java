package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.FrameSlotKind;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.runtime.Suspension;

/**
 * Moves the variables of a frame to a suspension and back. Compiled code knows their types, so they
 * stay in registers from there on.
 */
@SuppressWarnings("ReferenceEquality") // The types are told apart by the array they are in.
final class SavedVariables extends Node {

    private static final byte OBJECT = FrameSlotKind.Object.tag;
    private static final byte LONG = FrameSlotKind.Long.tag;
    private static final byte DOUBLE = FrameSlotKind.Double.tag;
    private static final byte INT = FrameSlotKind.Int.tag;
    private static final int MAX_CHANGES = 16;

    @CompilationFinal(dimensions = 1)
    private byte[] tags = {};

    private int changes;

    /** Refuses where the types change too often for code that knows them. */
    boolean save(VirtualFrame frame, Suspension to) {
        var known = tags;
        if (!suit(frame, known)) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            if (++changes > MAX_CHANGES) {
                return false;
            }
            known = tagsOf(frame);
            tags = known;
        }
        to.reserve(known);
        save(frame, to, known);
        return true;
    }

    @ExplodeLoop
    private static boolean suit(VirtualFrame frame, byte[] known) {
        if (known.length != frame.getFrameDescriptor().getNumberOfSlots()) {
            return false;
        }
        for (int slot = 0; slot < known.length; slot++) {
            if (frame.getTag(slot) != known[slot]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] tagsOf(VirtualFrame frame) {
        var found = new byte[frame.getFrameDescriptor().getNumberOfSlots()];
        for (int slot = 0; slot < found.length; slot++) {
            found[slot] = frame.getTag(slot);
        }
        return found;
    }

    @ExplodeLoop
    private static void save(VirtualFrame frame, Suspension to, byte[] known) {
        for (int slot = 0; slot < known.length; slot++) {
            byte tag = known[slot];
            if (tag == OBJECT) {
                to.put(slot, frame.getObject(slot));
            } else if (tag == LONG) {
                to.put(slot, frame.getLong(slot));
            } else if (tag == DOUBLE) {
                to.put(slot, Double.doubleToRawLongBits(frame.getDouble(slot)));
            } else if (tag == INT) {
                to.put(slot, (long) frame.getInt(slot));
            }
        }
    }

    /** Into a frame that is new; in the interpreter where it was left before the types changed. */
    void restore(VirtualFrame frame, Suspension from) {
        var known = tags;
        if (from.tags() != known) {
            CompilerDirectives.transferToInterpreter();
            known = from.tags();
        }
        restore(frame, from, known);
    }

    @ExplodeLoop
    private static void restore(VirtualFrame frame, Suspension from, byte[] known) {
        for (int slot = 0; slot < known.length; slot++) {
            byte tag = known[slot];
            if (tag == OBJECT) {
                frame.setObject(slot, from.take(slot));
            } else if (tag == LONG) {
                frame.setLong(slot, from.number(slot));
            } else if (tag == DOUBLE) {
                frame.setDouble(slot, Double.longBitsToDouble(from.number(slot)));
            } else if (tag == INT) {
                frame.setInt(slot, (int) from.number(slot));
            }
        }
    }
}
