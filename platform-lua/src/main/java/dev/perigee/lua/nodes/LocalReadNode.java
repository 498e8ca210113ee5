package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.NodeField;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;

/** Reads a local from its slot. */
@NodeField(name = "slot", type = int.class)
abstract class LocalReadNode extends ExpressionNode {

    abstract int getSlot();

    @Specialization(guards = "frame.isLong(getSlot())")
    long readLong(VirtualFrame frame) {
        return frame.getLong(getSlot());
    }

    @Specialization(guards = "frame.isDouble(getSlot())")
    double readDouble(VirtualFrame frame) {
        return frame.getDouble(getSlot());
    }

    @Specialization(guards = "frame.isObject(getSlot())")
    Object readObject(VirtualFrame frame) {
        return frame.getObject(getSlot());
    }
}
