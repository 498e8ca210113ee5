package dev.perigee.lua.nodes;

import static com.oracle.truffle.api.CompilerDirectives.UNLIKELY_PROBABILITY;
import static com.oracle.truffle.api.CompilerDirectives.injectBranchProbability;

import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.LuaLanguage;
import dev.perigee.lua.parser.FunctionBody;
import dev.perigee.lua.parser.FunctionSource;
import dev.perigee.lua.parser.Span;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Calls;
import dev.perigee.lua.runtime.Cancelled;
import dev.perigee.lua.runtime.FunctionInfo;
import dev.perigee.lua.runtime.GuestCall;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.Suspension;
import dev.perigee.lua.runtime.TailCall;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A Lua function: takes its arguments into slots and runs its body.
 *
 * <p>It counts the active calls, because the end of the thread's stack is an expensive limit: on
 * reaching it the JVM walks all of the stack while other threads wait for it. On the way it looks
 * whether the program is to end.
 */
final class FunctionRootNode extends RootNode implements LuaCode {

    static final int NO_SLOT = -1;

    private final Chunk chunk;
    private final FunctionBody function;
    private final Span span;
    private final LuaLanguage language;
    private final int suspensionSlot;

    /** Whether it has ever gone on in the middle. */
    @CompilationFinal private boolean resumes;

    @Child private StatementNode body;

    FunctionRootNode(
            LuaLanguage language,
            FrameDescriptor frame,
            Header header,
            StatementNode[] parameters,
            StatementNode block) {
        super(language, frame);
        this.language = language;
        this.chunk = header.chunk();
        this.function = header.body();
        this.span = header.span();
        suspensionSlot = header.suspensionSlot();
        body = new Body(parameters, block, this);
        body.place(span);
        body.play(LuaNode.Role.BODY);
    }

    /**
     * What a function is called and where it stands.
     *
     * @param suspensionSlot where the frame holds the suspension; {@link #NO_SLOT} without points
     */
    record Header(Chunk chunk, FunctionBody body, Span span, int suspensionSlot) {}

    Chunk chunk() {
        return chunk;
    }

    LuaLanguage language() {
        return language;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        if (CompilerDirectives.inCompiledCode() && !CompilerDirectives.inCompilationRoot()) {
            return run(frame, null); // within its caller's frame
        }
        var call = LuaContext.get(this).call();
        try {
            if (injectBranchProbability(UNLIKELY_PROBABILITY, call.enter())) {
                look(call);
            }
            return run(frame, call.takeSuspension());
        } finally {
            call.leave();
        }
    }

    /** Truffle's safepoints are where functions return, which an endless recursion never does. */
    private void look(GuestCall call) {
        if (call.isTooDeep()) {
            throw LuaError.stackOverflow();
        }
        poll();
    }

    @SuppressWarnings("removal")
    private void poll() {
        try {
            TruffleSafepoint.pollHere(this);
        } catch (ThreadDeath cancelled) {
            throw new Cancelled(cancelled);
        }
    }

    @SuppressWarnings("removal")
    private Object run(VirtualFrame frame, @Nullable Suspension suspension) {
        if (suspensionSlot != NO_SLOT) {
            frame.setObject(suspensionSlot, suspension);
        }
        try {
            var result =
                    suspension != null && suspension.isLeft()
                            ? resume(frame, suspension)
                            : body.execute(frame);
            return result == null ? Calls.NO_VALUES : result;
        } catch (StackOverflowError deep) {
            // Calls of other kinds, or an embedder's small stack.
            throw LuaError.stackOverflow();
        } catch (ThreadDeath cancelled) {
            throw new Cancelled(cancelled);
        }
    }

    private @Nullable Object resume(VirtualFrame frame, Suspension from) {
        if (!resumes) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            resumes = true;
        }
        return body.resume(frame, from);
    }

    /** Takes the arguments into slots and runs the block. */
    private static final class Body extends StatementNode {
        @Children private final StatementNode[] parameters;
        @Child private StatementNode block;
        @Child private @Nullable HookNode hook;
        private final Assumption unhooked;
        private final int start;

        Body(StatementNode[] parameters, StatementNode block, FunctionRootNode root) {
            this.parameters = parameters;
            this.block = block;
            unhooked = root.language.unhooked();
            start = root.function.block().span().start();
        }

        @Override
        @ExplodeLoop
        @Nullable Object execute(VirtualFrame frame) {
            for (var parameter : parameters) {
                parameter.execute(frame);
            }
            if (!unhooked.isValid()) {
                hook().called(frame.getArguments(), parameters.length);
            }
            return ended(frame, block.execute(frame));
        }

        @Override
        @Nullable Object resume(VirtualFrame frame, Suspension from) {
            return ended(frame, block.resume(frame, from));
        }

        @SuppressWarnings("ReferenceEquality") // Completions are told apart by identity.
        private @Nullable Object ended(VirtualFrame frame, @Nullable Object result) {
            if (!unhooked.isValid()
                    && !(result instanceof TailCall)
                    && result != Suspension.SUSPENDED) {
                returns(frame, result == null ? Calls.NO_VALUES : result);
            }
            return result;
        }

        private void returns(VirtualFrame frame, Object values) {
            var activation = hook().activation(frame);
            if (activation != null && activation.returns()) {
                hook().returning(values, parameters.length + 1);
            }
        }

        private HookNode hook() {
            var known = hook;
            if (known == null) {
                CompilerDirectives.transferToInterpreterAndInvalidate();
                known = insert(new HookNode(line(), start));
                hook = known;
            }
            return known;
        }
    }

    @Override
    public String getName() {
        return function.name();
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
        return span.line() == 0;
    }

    FunctionSource source(boolean strip) {
        var parameters = function.parameters();
        boolean method =
                span.line() != 0 && !parameters.isEmpty() && parameters.getFirst().isImplicit();
        var text = Arrays.copyOfRange(chunk.bytes(), span.start(), span.end());
        var names = function.upvalues().stream().map(FunctionBody.Capture::name).toList();
        var kind = new FunctionSource.Kind(method, strip);
        return new FunctionSource(strip ? "" : chunk.name(), text, span.line(), kind, names);
    }

    @Override
    public FunctionInfo info() {
        return new FunctionDescription(this, function, span);
    }

    @Override
    public boolean isCloningAllowed() {
        return true;
    }
}
