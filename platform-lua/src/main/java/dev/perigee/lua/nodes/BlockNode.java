package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements in a row. It clears the variables that it declares wherever it ends: nothing keeps
 * their values alive, and the compiler meets the same types on all ways to what follows.
 */
final class BlockNode extends StatementNode {

    @Children private final StatementNode[] statements;
    private final SlotSet locals;

    BlockNode(List<StatementNode> statements, SlotSet locals) {
        this.statements = statements.toArray(StatementNode[]::new);
        this.locals = locals;
    }

    static StatementNode of(List<StatementNode> statements, SlotSet locals) {
        return statements.size() == 1 && locals.isEmpty()
                ? statements.getFirst()
                : new BlockNode(statements, locals);
    }

    @Override
    @ExplodeLoop
    @Nullable Object execute(VirtualFrame frame) {
        for (var statement : statements) {
            var result = statement.execute(frame);
            if (result != null) {
                locals.clear(frame);
                return result;
            }
        }
        locals.clear(frame);
        return null;
    }
}
