package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the running code is, as error messages and tracebacks say it. */
public final class CallStack {

    /**
     * One active function.
     *
     * @param name its name, null for code without one
     * @param call the node in it that is calling, null for the function on top
     */
    public record Entry(
            @Nullable String name,
            boolean isBuiltin,
            boolean isMain,
            @Nullable Node call,
            Object function) {}

    private CallStack() {}

    /** {@code chunk:line: } of a node, or nothing when its place is unknown. */
    @TruffleBoundary
    public static String where(@Nullable Node node) {
        for (var at = node; at != null; at = at.getParent()) {
            if (at instanceof Located located && located.line() > 0) {
                SourceSection section = at.getEncapsulatingSourceSection();
                var chunk = section == null ? "?" : section.getSource().getName();
                return chunk + ":" + located.line() + ": ";
            }
        }
        return "";
    }

    /** The line of a node, or -1. */
    @TruffleBoundary
    public static long line(@Nullable Node node) {
        for (var at = node; at != null; at = at.getParent()) {
            if (at instanceof Located located && located.line() > 0) {
                return located.line();
            }
        }
        return -1;
    }

    /**
     * {@code chunk:line: } of the function at a level: 1 is the one that called the running
     * builtin.
     */
    @TruffleBoundary
    public static String where(int level) {
        var entries = entries(level + 1);
        return level < entries.size() ? where(entries.get(level).call()) : "";
    }

    /** The active functions, the running one first, at most so many. */
    @TruffleBoundary
    public static List<Entry> entries(int limit) {
        var entries = new ArrayList<Entry>();
        Truffle.getRuntime()
                .iterateFrames(
                        frame -> {
                            var entry = entry(frame);
                            if (entry != null) {
                                entries.add(entry);
                            }
                            return entries.size() >= limit ? entries : null;
                        });
        return entries;
    }

    private static @Nullable Entry entry(FrameInstance frame) {
        if (!(frame.getCallTarget() instanceof RootCallTarget target)
                || !(target.getRootNode() instanceof LuaCode code)) {
            return null;
        }
        var arguments = frame.getFrame(FrameInstance.FrameAccess.READ_ONLY).getArguments();
        var function = arguments.length > 0 ? arguments[0] : Nil.NIL;
        return new Entry(
                target.getRootNode().getName(),
                code.isBuiltin(),
                code.isMain(),
                frame.getCallNode(),
                function);
    }

    /** A node that knows its line. */
    public interface Located {
        int line();
    }

    /** A root node of this language. */
    public interface LuaCode {
        boolean isBuiltin();

        boolean isMain();
    }

    /** The text of {@code debug.traceback}. */
    @TruffleBoundary
    public static String traceback(int level) {
        var text = new StringBuilder("stack traceback:");
        var entries = entries(200);
        for (int i = level; i < entries.size(); i++) {
            var entry = entries.get(i);
            text.append("\n\t");
            if (entry.isBuiltin()) {
                text.append("[C]: in function '").append(entry.name()).append('\'');
            } else {
                text.append(entry.call() == null ? "?: " : where(entry.call()));
                text.append(
                        entry.isMain() ? "in main chunk" : "in function '" + entry.name() + "'");
            }
        }
        return text.append("\n\t[C]: in ?").toString();
    }
}
