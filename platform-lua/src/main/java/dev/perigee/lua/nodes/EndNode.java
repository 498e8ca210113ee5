package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import org.jspecify.annotations.Nullable;

/** The end of a function that does not end with a return, for hooks. */
final class EndNode extends StatementNode {

    @Override
    @Nullable Object execute(VirtualFrame frame) {
        return null;
    }
}
