package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RepeatingNode;
import dev.perigee.lua.parser.Statement.Jump;
import dev.perigee.lua.runtime.Suspension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block in which gotos land. A jump backwards makes it a loop, so it is one for the compiler,
 * too.
 */
@SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
final class LabelledBlockNode extends StatementNode {

    private static final Object DONE = new Object();

    /** What stands before the first label: nothing jumps back to it. */
    @Children private final StatementNode[] before;

    @Child private LoopNode loop;

    @CompilationFinal(dimensions = 1)
    private final LabelAt[] labels;

    private final int startSlot;
    private final SlotSet locals;

    @CompilationFinal(dimensions = 1)
    private final PointRange[] pointsBefore;

    private final PointRange points;

    /**
     * @param startSlot frame slot that holds the index of the statement to go on with
     * @param locals what the block declares
     */
    LabelledBlockNode(
            List<StatementNode> statements, List<LabelAt> labels, int startSlot, SlotSet locals) {
        this.startSlot = startSlot;
        this.locals = locals;
        int first = labels.getFirst().index();
        before = statements.subList(0, first).toArray(StatementNode[]::new);
        this.labels =
                labels.stream()
                        .map(label -> new LabelAt(label.jump(), label.index() - first))
                        .toArray(LabelAt[]::new);
        pointsBefore = PointRange.of(before);
        var rest = statements.subList(first, statements.size());
        var round = new Round(rest, List.of(this.labels), startSlot);
        points = PointRange.around(pointsBefore).and(PointRange.around(round.points));
        loop = Truffle.getRuntime().createLoopNode(round);
    }

    /** A label and the index of the statement behind it. */
    record LabelAt(Jump jump, int index) {}

    @Override
    @ExplodeLoop
    @Nullable Object execute(VirtualFrame frame) {
        for (var statement : before) {
            var result = statement.execute(frame);
            if (result != null) {
                int start = find(result);
                return start < 0 ? ended(frame, result) : run(frame, start);
            }
        }
        return run(frame, 0);
    }

    @Override
    PointRange points() {
        return points;
    }

    @Override
    @ExplodeLoop
    @Nullable Object resume(VirtualFrame frame, Suspension from) {
        int at = PointRange.find(pointsBefore, from.point());
        if (at < 0) {
            return resumeLoop(frame, from);
        }
        for (int i = 0; i < before.length; i++) {
            if (i < at) {
                continue;
            }
            var result = i == at ? before[i].resume(frame, from) : before[i].execute(frame);
            if (result != null) {
                int start = find(result);
                return start < 0 ? ended(frame, result) : run(frame, start);
            }
        }
        return run(frame, 0);
    }

    private @Nullable Object resumeLoop(VirtualFrame frame, Suspension from) {
        var result = ((Round) loop.getRepeatingNode()).resume(frame, from);
        return result == RepeatingNode.CONTINUE_LOOP_STATUS
                ? ended(frame, loop.execute(frame))
                : ended(frame, result);
    }

    private @Nullable Object run(VirtualFrame frame, int start) {
        frame.setInt(startSlot, start);
        return ended(frame, loop.execute(frame));
    }

    private @Nullable Object ended(VirtualFrame frame, Object result) {
        if (result != Suspension.SUSPENDED) {
            frame.clear(startSlot);
            locals.clear(frame);
        }
        return result == DONE ? null : result;
    }

    @ExplodeLoop
    private int find(Object result) {
        for (var label : labels) {
            if (label.jump() == result) {
                return label.index();
            }
        }
        return -1;
    }

    /** Runs from the current start to the end, or to a goto. */
    private static final class Round extends Node implements RepeatingNode {

        @Children private final StatementNode[] statements;

        @CompilationFinal(dimensions = 1)
        private final LabelAt[] labels;

        private final int startSlot;

        @CompilationFinal(dimensions = 1)
        private final PointRange[] points;

        Round(List<StatementNode> statements, List<LabelAt> labels, int startSlot) {
            this.statements = statements.toArray(StatementNode[]::new);
            this.labels = labels.toArray(LabelAt[]::new);
            points = PointRange.of(this.statements);
            this.startSlot = startSlot;
        }

        @Override
        public boolean executeRepeating(VirtualFrame frame) {
            return executeRepeatingWithValue(frame) == CONTINUE_LOOP_STATUS;
        }

        @Override
        public Object executeRepeatingWithValue(VirtualFrame frame) {
            return run(frame, frame.getInt(startSlot), null);
        }

        Object resume(VirtualFrame frame, Suspension from) {
            return run(frame, PointRange.find(points, from.point()), from);
        }

        @ExplodeLoop
        private Object run(VirtualFrame frame, int start, @Nullable Suspension from) {
            for (int i = 0; i < statements.length; i++) {
                if (i < start) {
                    continue;
                }
                var result =
                        from != null && i == start
                                ? statements[i].resume(frame, from)
                                : statements[i].execute(frame);
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
