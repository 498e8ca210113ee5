package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import dev.perigee.lua.runtime.Suspension;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements in a row. It clears the variables that it declares wherever it ends: nothing keeps
 * their values alive, and the compiler meets the same types on all ways to what follows.
 */
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
final class BlockNode extends StatementNode {

    @Children private final StatementNode[] statements;
    private final SlotSet locals;

    @CompilationFinal(dimensions = 1)
    private final PointRange[] points;

    BlockNode(List<StatementNode> statements, SlotSet locals) {
        this.statements = statements.toArray(StatementNode[]::new);
        this.locals = locals;
        points = PointRange.of(this.statements);
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
                return ended(frame, result);
            }
        }
        return ended(frame, null);
    }

    @Override
    PointRange points() {
        return PointRange.around(points);
    }

    @Override
    @ExplodeLoop
    @Nullable Object resume(VirtualFrame frame, Suspension from) {
        int start = PointRange.find(points, from.point());
        for (int i = 0; i < statements.length; i++) {
            if (i < start) {
                continue;
            }
            var statement = statements[i];
            var result = i == start ? statement.resume(frame, from) : statement.execute(frame);
            if (result != null) {
                return ended(frame, result);
            }
        }
        return ended(frame, null);
    }

    private @Nullable Object ended(VirtualFrame frame, @Nullable Object result) {
        if (result != Suspension.SUSPENDED) {
            locals.clear(frame);
        }
        return result;
    }
}
