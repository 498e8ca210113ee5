package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import java.util.ArrayList;
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

    /** A block in a node that is placed nowhere yet. */
    static StatementNode around(StatementNode block) {
        return block instanceof BlockNode && block.offset() < 0
                ? block
                : new BlockNode(List.of(block), SlotSet.NONE);
    }

    /** A block with a statement inside, at its end. */
    static StatementNode followed(StatementNode block, StatementNode last) {
        if (!(block instanceof BlockNode known)) {
            return new BlockNode(List.of(block, last), SlotSet.NONE);
        }
        var statements = new ArrayList<>(List.of(known.statements));
        statements.add(last);
        return new BlockNode(statements, known.locals);
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
