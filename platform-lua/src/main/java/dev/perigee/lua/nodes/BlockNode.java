package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements in a row. */
final class BlockNode extends StatementNode {

    @Children private final StatementNode[] statements;

    BlockNode(List<StatementNode> statements) {
        this.statements = statements.toArray(StatementNode[]::new);
    }

    @Override
    @ExplodeLoop
    @Nullable Object execute(VirtualFrame frame) {
        for (var statement : statements) {
            var result = statement.execute(frame);
            if (result != null) {
                return result;
            }
        }
        return null;
    }
}
