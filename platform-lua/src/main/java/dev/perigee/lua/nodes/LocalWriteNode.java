package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.NodeField;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.FrameSlotKind;
import com.oracle.truffle.api.frame.VirtualFrame;
import org.jspecify.annotations.Nullable;

/** Writes a local into its slot, unboxed as long as all its values are of one numeric type. */
@NodeChild(value = "value", type = ExpressionNode.class)
@NodeField(name = "slot", type = int.class)
abstract class LocalWriteNode extends DeclareNode {

    abstract int getSlot();

    @Specialization(guards = "isLong(frame)")
    @Nullable Object writeLong(VirtualFrame frame, long value) {
        frame.getFrameDescriptor().setSlotKind(getSlot(), FrameSlotKind.Long);
        frame.setLong(getSlot(), value);
        return null;
    }

    @Specialization(guards = "isDouble(frame)")
    @Nullable Object writeDouble(VirtualFrame frame, double value) {
        frame.getFrameDescriptor().setSlotKind(getSlot(), FrameSlotKind.Double);
        frame.setDouble(getSlot(), value);
        return null;
    }

    @Specialization(replaces = {"writeLong", "writeDouble"})
    @Nullable Object write(VirtualFrame frame, Object value) {
        frame.getFrameDescriptor().setSlotKind(getSlot(), FrameSlotKind.Object);
        frame.setObject(getSlot(), value);
        return null;
    }

    boolean isLong(VirtualFrame frame) {
        var kind = frame.getFrameDescriptor().getSlotKind(getSlot());
        return kind == FrameSlotKind.Long || kind == FrameSlotKind.Illegal;
    }

    boolean isDouble(VirtualFrame frame) {
        var kind = frame.getFrameDescriptor().getSlotKind(getSlot());
        return kind == FrameSlotKind.Double || kind == FrameSlotKind.Illegal;
    }
}
