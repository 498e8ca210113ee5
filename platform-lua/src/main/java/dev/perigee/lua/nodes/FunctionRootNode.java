package dev.perigee.lua.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.parser.Span;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;

/** A Lua function: takes its arguments into slots and runs its body. */
final class FunctionRootNode extends RootNode implements LuaCode {

    private final Chunk chunk;
    private final String name;
    private final Span span;

    @Children private final StatementNode[] parameters;
    @Child private StatementNode body;

    FunctionRootNode(
            LuaLanguage language,
            FrameDescriptor frame,
            Header header,
            StatementNode[] parameters,
            StatementNode body) {
        super(language, frame);
        this.chunk = header.chunk();
        this.name = header.name();
        this.span = header.span();
        this.parameters = parameters;
        this.body = body;
    }

    /** What a function is called and where it stands. */
    record Header(Chunk chunk, String name, Span span) {}

    Chunk chunk() {
        return chunk;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        try {
            bindParameters(frame);
            var result = body.execute(frame);
            return result == null ? Calls.NO_VALUES : result;
        } catch (StackOverflowError deep) {
            throw stackOverflow();
        }
    }

    @ExplodeLoop
    private void bindParameters(VirtualFrame frame) {
        for (var parameter : parameters) {
            parameter.execute(frame);
        }
    }

    @TruffleBoundary
    private static LuaError stackOverflow() {
        return new LuaError(LuaString.of("stack overflow"), null);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public SourceSection getSourceSection() {
        return chunk.section(span.start(), span.end());
    }

    @Override
    public boolean isBuiltin() {
        return false;
    }

    @Override
    public boolean isMain() {
        return name.equals("main chunk");
    }

    @Override
    public boolean isCloningAllowed() {
        return true;
    }
}
