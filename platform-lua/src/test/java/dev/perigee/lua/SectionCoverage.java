package dev.perigee.lua;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags.RootTag;
import com.oracle.truffle.api.instrumentation.StandardTags.StatementTag;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider;
import com.oracle.truffle.api.nodes.Node;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Counts by the tags of roots and statements what was loaded and what has run, which is all that a
 * coverage tool asks of a language.
 */
public final class SectionCoverage extends TruffleInstrument {

    static final String ID = "section-coverage";

    private final SortedSet<String> loadedRoots = new TreeSet<>();
    private final SortedSet<String> coveredRoots = new TreeSet<>();
    private final SortedSet<Integer> loadedLines = new TreeSet<>();
    private final SortedSet<Integer> coveredLines = new TreeSet<>();

    /** Makes the instrument known to the engine. */
    @Registration(id = ID, name = "Section coverage", services = SectionCoverage.class)
    public static final class Provider extends TruffleInstrumentProvider {

        @Override
        protected String getInstrumentClassName() {
            return SectionCoverage.class.getName();
        }

        @Override
        protected Object create() {
            return new SectionCoverage();
        }

        @Override
        protected Collection<String> getServicesClassNames() {
            return List.of(SectionCoverage.class.getName());
        }
    }

    @Override
    protected void onCreate(Env env) {
        var roots = filter(RootTag.class);
        var statements = filter(StatementTag.class);
        var instrumenter = env.getInstrumenter();
        instrumenter.attachLoadSourceSectionListener(
                roots, event -> loadedRoots.add(name(event.getNode())), true);
        instrumenter.attachLoadSourceSectionListener(
                statements,
                event -> loadedLines.add(event.getSourceSection().getStartLine()),
                true);
        instrumenter.attachExecutionEventFactory(
                roots,
                context -> once(() -> coveredRoots.add(name(context.getInstrumentedNode()))));
        instrumenter.attachExecutionEventFactory(
                statements, context -> once(() -> coveredLines.add(line(context))));
        env.registerService(this);
    }

    private static SourceSectionFilter filter(Class<?> tag) {
        return SourceSectionFilter.newBuilder().tagIs(tag).includeInternal(false).build();
    }

    private static String name(Node node) {
        return String.valueOf(node.getRootNode().getName());
    }

    private static int line(EventContext context) {
        return context.getInstrumentedSourceSection().getStartLine();
    }

    /** Tests run it interpreted, so it need not be kept from the compiler. */
    private static ExecutionEventNode once(Runnable note) {
        return new ExecutionEventNode() {
            @Override
            protected void onEnter(VirtualFrame frame) {
                note.run();
            }
        };
    }

    SortedSet<String> loadedRoots() {
        return loadedRoots;
    }

    SortedSet<String> coveredRoots() {
        return coveredRoots;
    }

    SortedSet<Integer> loadedLines() {
        return loadedLines;
    }

    SortedSet<Integer> coveredLines() {
        return coveredLines;
    }
}
