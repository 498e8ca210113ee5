package dev.perigee.lua.nodes;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RepeatingNode;
import dev.perigee.lua.parser.Statement.Jump;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block in which gotos land. A jump backwards makes it a loop, so it is one for the compiler,
 * too.
 */
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
final class LabelledBlockNode extends StatementNode {

    private static final Object DONE = new Object();

    @Child private LoopNode loop;
    private final int startSlot;

    /**
     * @param startSlot frame slot that holds the index of the statement to go on with
     */
    LabelledBlockNode(List<StatementNode> statements, List<LabelAt> labels, int startSlot) {
        this.startSlot = startSlot;
        loop = Truffle.getRuntime().createLoopNode(new Round(statements, labels, startSlot));
    }

    /** A label and the index of the statement behind it. */
    record LabelAt(Jump jump, int index) {}

    @Override
    @Nullable Object execute(VirtualFrame frame) {
        frame.setInt(startSlot, 0);
        var result = loop.execute(frame);
        return result == DONE ? null : result;
    }

    /** Runs from the current start to the end, or to a goto. */
    private static final class Round extends Node implements RepeatingNode {

        @Children private final StatementNode[] statements;
        private final LabelAt[] labels;
        private final int startSlot;

        Round(List<StatementNode> statements, List<LabelAt> labels, int startSlot) {
            this.statements = statements.toArray(StatementNode[]::new);
            this.labels = labels.toArray(LabelAt[]::new);
            this.startSlot = startSlot;
        }

        @Override
        public boolean executeRepeating(VirtualFrame frame) {
            return executeRepeatingWithValue(frame) == CONTINUE_LOOP_STATUS;
        }

        @Override
        @ExplodeLoop
        public Object executeRepeatingWithValue(VirtualFrame frame) {
            int start = frame.getInt(startSlot);
            for (int i = 0; i < statements.length; i++) {
                if (i < start) {
                    continue;
                }
                var result = statements[i].execute(frame);
                if (result != null) {
                    return jump(frame, result);
                }
            }
            return DONE;
        }

        @ExplodeLoop
        private Object jump(VirtualFrame frame, Object result) {
            for (var label : labels) {
                if (label.jump() == result) {
                    frame.setInt(startSlot, label.index());
                    return CONTINUE_LOOP_STATUS;
                }
            }
            return result;
        }
    }
}
