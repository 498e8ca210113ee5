package dev.perigee.lua.nodes;

import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.nodes.DirectCallNode;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.NodeVisitor;

/**
 * How many rounds of a loop follow each other in its compiled code, so that there is less to do
 * between them: several where a round is little, with all that it has called, and has no loop.
 */
final class Unrolling implements NodeVisitor {

    private static final int SEVERAL = 4;

    /** The most nodes of a little round. */
    private static final int LITTLE = 80;

    private int nodes;

    private Unrolling() {}

    /** For a loop whose body has run. */
    static int of(StatementNode body) {
        var round = new Unrolling();
        body.accept(round);
        return round.nodes <= LITTLE ? SEVERAL : 1;
    }

    @Override
    public boolean visit(Node node) {
        nodes += node instanceof LoopNode ? LITTLE + 1 : 1;
        if (nodes <= LITTLE
                && node instanceof DirectCallNode call
                && call.getCurrentCallTarget() instanceof RootCallTarget callee) {
            callee.getRootNode().accept(this);
        }
        return nodes <= LITTLE;
    }
}
