package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.Node;

/** Evaluates a list of expressions into an array; the last one may bring any number of values. */
final class Arguments extends Node {

    @Children private final ExpressionNode[] expressions;
    private final boolean openEnded;

    Arguments(ExpressionNode[] expressions, boolean openEnded) {
        this.expressions = expressions;
        this.openEnded = openEnded;
    }

    /** The values behind so many free places. */
    @ExplodeLoop
    Object[] execute(VirtualFrame frame, int free) {
        int single = openEnded ? expressions.length - 1 : expressions.length;
        var values = new Object[free + single];
        for (int i = 0; i < single; i++) {
            values[free + i] = expressions[i].execute(frame);
        }
        return openEnded ? append(values, expressions[single].executeMultiple(frame)) : values;
    }

    private static Object[] append(Object[] values, Object rest) {
        var more = rest instanceof Object[] list ? list : new Object[] {rest};
        var all = new Object[values.length + more.length];
        System.arraycopy(values, 0, all, 0, values.length);
        System.arraycopy(more, 0, all, values.length, more.length);
        return all;
    }
}
