package dev.perigee.lua.nodes;

import com.oracle.truffle.api.dsl.TypeSystemReference;
import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.instrumentation.InstrumentableNode;
import com.oracle.truffle.api.instrumentation.StandardTags.CallTag;
import com.oracle.truffle.api.instrumentation.StandardTags.ExpressionTag;
import com.oracle.truffle.api.instrumentation.StandardTags.RootBodyTag;
import com.oracle.truffle.api.instrumentation.StandardTags.RootTag;
import com.oracle.truffle.api.instrumentation.StandardTags.StatementTag;
import com.oracle.truffle.api.instrumentation.Tag;
import com.oracle.truffle.api.interop.NodeLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import dev.perigee.lua.nodes.LinePoint.Place;
import dev.perigee.lua.parser.Span;
import dev.perigee.lua.runtime.CallStack.Located;
import org.jspecify.annotations.Nullable;

/**
 * A node that knows where it comes from. One that has a role can be instrumented: its parent must
 * then hold it as a statement or an expression, not as something narrower.
 */
@TypeSystemReference(LuaTypes.class)
@ExportLibrary(NodeLibrary.class)
abstract class LuaNode extends Node implements Located, InstrumentableNode {

    /** What a node is to tools. */
    enum Role {
        NONE,
        EXPRESSION,
        CALL,
        STATEMENT,
        BODY
    }

    private int start = -1;
    private int end;
    private int line;
    private Role role = Role.NONE;
    private Place point = Place.NONE;

    final void place(Span span) {
        start = span.start();
        end = span.end();
        line = span.line();
    }

    final void play(Role given) {
        role = given;
    }

    /** Makes it a place that hooks hear of. */
    final void mark(Place place) {
        point = place;
    }

    final Place point() {
        return point;
    }

    final int end() {
        return end;
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
    public final boolean isInstrumentable() {
        return (role != Role.NONE || point != Place.NONE) && start >= 0;
    }

    @Override
    public final boolean hasTag(Class<? extends Tag> tag) {
        if (tag == LinePoint.class) {
            return point != Place.NONE;
        }
        return switch (role) {
            case NONE -> false;
            case EXPRESSION -> tag == ExpressionTag.class;
            case CALL -> tag == CallTag.class || tag == ExpressionTag.class;
            case STATEMENT -> tag == StatementTag.class;
            case BODY -> tag == RootTag.class || tag == RootBodyTag.class;
        };
    }

    @Override
    public @Nullable SourceSection getSourceSection() {
        return start >= 0 && getRootNode() instanceof FunctionRootNode root
                ? root.chunk().section(start, end)
                : null;
    }

    @ExportMessage
    final boolean hasScope(@Nullable Frame frame) {
        return getRootNode() instanceof FunctionRootNode;
    }

    @ExportMessage
    final Object getScope(@Nullable Frame frame, boolean nodeEnter)
            throws UnsupportedMessageException {
        if (getRootNode() instanceof FunctionRootNode root) {
            return LocalScope.of(root, this, frame == null ? null : frame.materialize());
        }
        throw UnsupportedMessageException.create();
    }

    @ExportMessage
    final boolean hasRootInstance(@Nullable Frame frame) {
        return frame != null && getRootNode() instanceof FunctionRootNode;
    }

    @ExportMessage
    final Object getRootInstance(@Nullable Frame frame) throws UnsupportedMessageException {
        if (frame == null || !(getRootNode() instanceof FunctionRootNode)) {
            throw UnsupportedMessageException.create();
        }
        return frame.getArguments()[0];
    }
}
