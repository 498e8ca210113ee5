package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import dev.perigee.lua.runtime.Cell;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.Nil;
import org.jspecify.annotations.Nullable;

/** Captured variables, arguments and varargs. */
final class Variables {

    private Variables() {}

    static LuaFunction closure(VirtualFrame frame) {
        return (LuaFunction) frame.getArguments()[0];
    }

    /** Reads a local that lives in a cell. */
    static final class CellRead extends ExpressionNode {
        private final int slot;

        CellRead(int slot) {
            this.slot = slot;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return ((Cell) frame.getObject(slot)).value;
        }
    }

    /** Assigns a local that lives in a cell. */
    static final class CellWrite extends StatementNode {
        private final int slot;
        @Child private ExpressionNode value;

        CellWrite(int slot, ExpressionNode value) {
            this.slot = slot;
            this.value = value;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            ((Cell) frame.getObject(slot)).value = value.execute(frame);
            return null;
        }
    }

    /** Declares a local that lives in a cell: each execution makes a fresh one. */
    static final class CellDeclare extends DeclareNode {
        private final int slot;
        @Child private ExpressionNode value;

        CellDeclare(int slot, ExpressionNode value) {
            this.slot = slot;
            this.value = value;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            return executeWith(frame, value.execute(frame));
        }

        @Override
        @Nullable Object executeWith(VirtualFrame frame, Object given) {
            frame.setObject(slot, new Cell(given));
            return null;
        }
    }

    /** Reads a variable of an enclosing function that was captured by value. */
    @SuppressWarnings("ReferenceEquality") // Whether a function captured itself.
    static final class UpvalueRead extends ExpressionNode {
        private final int index;

        /** Whether it has been something else than the running function itself. */
        @CompilationFinal private boolean other;

        UpvalueRead(int index) {
            this.index = index;
        }

        @Override
        Object execute(VirtualFrame frame) {
            var closure = closure(frame);
            var value = closure.upvalues()[index];
            if (other) {
                return value;
            }
            if (value != closure) {
                CompilerDirectives.transferToInterpreterAndInvalidate();
                other = true;
                return value;
            }
            return closure; // of which the compiler knows already what it is
        }
    }

    /** Reads a variable of an enclosing function through its cell. */
    static final class UpvalueCellRead extends ExpressionNode {
        private final int index;

        UpvalueCellRead(int index) {
            this.index = index;
        }

        @Override
        Object execute(VirtualFrame frame) {
            return ((Cell) closure(frame).upvalues()[index]).value;
        }
    }

    /** Assigns a variable of an enclosing function. */
    static final class UpvalueCellWrite extends StatementNode {
        private final int index;
        @Child private ExpressionNode value;

        UpvalueCellWrite(int index, ExpressionNode value) {
            this.index = index;
            this.value = value;
        }

        @Override
        @Nullable Object execute(VirtualFrame frame) {
            ((Cell) closure(frame).upvalues()[index]).value = value.execute(frame);
            return null;
        }
    }

    /** Reads an argument, counted from 0; nil when the caller gave fewer. */
    static final class Argument extends ExpressionNode {
        private final int index;

        Argument(int index) {
            this.index = index;
        }

        @Override
        Object execute(VirtualFrame frame) {
            var arguments = frame.getArguments();
            return index + 1 < arguments.length ? arguments[index + 1] : Nil.NIL;
        }
    }

    /** The {@code ...} expression. */
    static final class Varargs extends ExpressionNode {
        private final int first;

        Varargs(int parameters) {
            first = parameters + 1;
        }

        @Override
        Object execute(VirtualFrame frame) {
            var arguments = frame.getArguments();
            return first < arguments.length ? arguments[first] : Nil.NIL;
        }

        @Override
        Object executeMultiple(VirtualFrame frame) {
            var arguments = frame.getArguments();
            int count = Math.max(0, arguments.length - first);
            if (count == 1) {
                return arguments[first];
            }
            var values = new Object[count];
            System.arraycopy(arguments, Math.min(first, arguments.length), values, 0, count);
            return values;
        }
    }
}
