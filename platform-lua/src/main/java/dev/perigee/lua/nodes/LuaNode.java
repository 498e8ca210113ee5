package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.TypeSystemReference;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import dev.perigee.lua.parser.Span;
import dev.perigee.lua.runtime.CallStack.Located;
import org.jspecify.annotations.Nullable;

/** A node that knows where it comes from. */
@TypeSystemReference(LuaTypes.class)
abstract class LuaNode extends Node implements Located {

    private int start = -1;
    private int end;
    private int line;

    final void place(Span span) {
        start = span.start();
        end = span.end();
        line = span.line();
    }

    @Override
    public final int line() {
        return line;
    }

    @Override
    public final int offset() {
        return start;
    }

    @Override
    public @Nullable SourceSection getSourceSection() {
        return start >= 0 && getRootNode() instanceof FunctionRootNode root
                ? root.chunk().section(start, end)
                : null;
    }
}
