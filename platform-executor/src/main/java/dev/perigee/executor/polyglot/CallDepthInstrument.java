package dev.perigee.executor.polyglot;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.ContextLocal;
import com.oracle.truffle.api.Option;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags.RootTag;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.NodeUtil;
import com.oracle.truffle.api.source.Source;
import org.graalvm.options.OptionCategory;
import org.graalvm.options.OptionDescriptors;
import org.graalvm.options.OptionKey;
import org.graalvm.options.OptionStability;

/**
 * Bounds how deep calls of JavaScript functions nest, as Lua does for its own. The end of the
 * thread's stack would bound it as well, but there the JVM walks all of the stack, and every other
 * thread waits for it. What a guest sees is the same: a RangeError.
 *
 * <p>A function counts for more when its frames are large, which the depth of its tree tells.
 */
@TruffleInstrument.Registration(id = CallDepthInstrument.ID, name = "Call depth", version = "1")
public final class CallDepthInstrument extends TruffleInstrument {

    static final String ID = "perigee-call-depth";

    private static final int ORDINARY_TREE = 24;

    /** How many calls may be active in a context, one inside the other. */
    @Option(
            name = "",
            help = "How deep calls of JavaScript functions may nest (default: any depth).",
            category = OptionCategory.EXPERT,
            stability = OptionStability.STABLE)
    static final OptionKey<Integer> MAX = new OptionKey<>(0);

    private final ContextLocal<Depth> depths = locals.createContextLocal(context -> new Depth());

    /** One context's; its threads take turns. */
    private static final class Depth {
        int active;
    }

    @Override
    protected void onCreate(Env env) {
        int max = env.getOptions().get(MAX);
        env.getInstrumenter()
                .attachExecutionEventFactory(
                        SourceSectionFilter.newBuilder()
                                .tagIs(RootTag.class)
                                .sourceIs(CallDepthInstrument::isGuestScript)
                                .build(),
                        event -> new Counter(event, depths, max));
    }

    private static boolean isGuestScript(Source source) {
        return source.getLanguage().equals("js") && !source.getName().startsWith(CodeImage.LIBRARY);
    }

    @Override
    protected OptionDescriptors getOptionDescriptors() {
        return new CallDepthInstrumentOptionDescriptors();
    }

    private static final class Counter extends ExecutionEventNode {

        private final ContextLocal<Depth> depths;
        private final int max;
        private final int weight;

        Counter(EventContext event, ContextLocal<Depth> depths, int max) {
            this.depths = depths;
            this.max = max;
            this.weight = 1 + height(event.getInstrumentedNode()) / ORDINARY_TREE;
        }

        private static int height(Node node) {
            int most = 0;
            for (var child : NodeUtil.findNodeChildren(node)) {
                most = Math.max(most, height(child));
            }
            return most + 1;
        }

        @Override
        protected void onEnter(VirtualFrame frame) {
            var depth = depths.get();
            depth.active += weight;
            if (depth.active > max) {
                CompilerDirectives.transferToInterpreter();
                throw new TooDeep();
            }
        }

        @Override
        protected void onResume(VirtualFrame frame) {
            onEnter(frame);
        }

        @Override
        protected void onReturnValue(VirtualFrame frame, Object result) {
            leave();
        }

        @Override
        protected void onReturnExceptional(VirtualFrame frame, Throwable thrown) {
            leave();
        }

        @Override
        protected void onYield(VirtualFrame frame, Object value) {
            leave();
        }

        private void leave() {
            depths.get().active -= weight;
        }
    }

    /** What the language makes its own error of; with no stack of the host's, which is long. */
    private static final class TooDeep extends StackOverflowError {

        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
