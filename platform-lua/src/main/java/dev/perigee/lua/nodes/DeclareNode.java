package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import org.jspecify.annotations.Nullable;

/** A statement that puts the value of its expression into a variable. */
abstract class DeclareNode extends StatementNode {

    /** Puts a value there that was computed elsewhere. */
    abstract @Nullable Object executeWith(VirtualFrame frame, Object value);
}
