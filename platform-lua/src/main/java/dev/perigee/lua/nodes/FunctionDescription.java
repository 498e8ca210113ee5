package dev.perigee.lua.nodes;

import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.frame.FrameSlotKind;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.parser.FunctionBody;
import dev.perigee.lua.parser.LocalVariable;
import dev.perigee.lua.parser.Span;
import dev.perigee.lua.runtime.CallStack.Located;
import dev.perigee.lua.runtime.Cell;
import dev.perigee.lua.runtime.FunctionInfo;
import dev.perigee.lua.runtime.Mixed;
import dev.perigee.lua.runtime.Nil;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what {@code debug} tells of a function off its syntax tree and nodes. */
final class FunctionDescription implements FunctionInfo {

    private final FunctionRootNode root;
    private final FunctionBody function;
    private final Span span;

    FunctionDescription(FunctionRootNode root, FunctionBody function, Span span) {
        this.root = root;
        this.function = function;
        this.span = span;
    }

    @Override
    public String source() {
        return root.chunk().name();
    }

    @Override
    public String shortSource() {
        return root.chunk().source().getName();
    }

    @Override
    public int firstLine() {
        return span.line();
    }

    @Override
    public int lastLine() {
        var section = root.getSourceSection();
        int lines = section.getEndLine() - section.getStartLine();
        return span.line() == 0 ? 0 : span.line() + lines;
    }

    @Override
    public List<String> parameterNames() {
        return function.parameters().stream().map(LocalVariable::name).toList();
    }

    @Override
    public boolean isVararg() {
        return function.isVararg();
    }

    @Override
    public List<String> upvalueNames() {
        return function.upvalues().stream().map(FunctionBody.Capture::name).toList();
    }

    @Override
    public SortedSet<Integer> activeLines() {
        var lines = new TreeSet<Integer>();
        root.accept(
                node -> {
                    // The root's only child stands for the whole function, not for a line of it.
                    if (node.getParent() != root
                            && node instanceof LuaNode located
                            && located.line() > 0) {
                        lines.add(located.line());
                    }
                    return true;
                });
        lines.add(span.line() == 0 ? root.getSourceSection().getEndLine() : lastLine());
        return lines;
    }

    @Override
    public List<Local> localsAt(@Nullable Node call) {
        int offset = offset(call);
        return function.locals().stream()
                .filter(variable -> variable.isVisibleAt(offset))
                .<Local>map(Slot::new)
                .toList();
    }

    private static int offset(@Nullable Node call) {
        for (var at = call; at != null; at = at.getParent()) {
            if (at instanceof Located located && located.offset() >= 0) {
                return located.offset();
            }
        }
        return -1;
    }

    private record Slot(LocalVariable variable) implements Local {

        @Override
        public String name() {
            return variable.name();
        }

        @Override
        public Object get(Frame frame) {
            if (frame.getTag(variable.slot()) == FrameSlotKind.Illegal.tag) {
                return Nil.NIL;
            }
            var value = frame.getValue(variable.slot());
            if (value instanceof Double number) {
                return Mixed.box(number);
            }
            return value instanceof Cell cell ? cell.value : value;
        }

        @Override
        public void set(Frame frame, Object value) {
            boolean declared = frame.getTag(variable.slot()) != FrameSlotKind.Illegal.tag;
            if (declared && frame.getValue(variable.slot()) instanceof Cell cell) {
                cell.value = value;
            } else {
                frame.setObject(variable.slot(), value);
            }
        }
    }
}
