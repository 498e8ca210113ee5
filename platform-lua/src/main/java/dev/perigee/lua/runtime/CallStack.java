package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Where the running code is, as error messages, tracebacks and {@code debug} say it. */
public final class CallStack {

    /** What a hook is called. */
    public static final String HOOK = "hook '?'";

    /** The code below a coroutine's function; the stack of a coroutine ends here. */
    public static final String COROUTINE = "(coroutine)";

    /**
     * One active function.
     *
     * @param call the node in it that is calling, null for the function on top and for builtins
     */
    public record Entry(RootNode root, LuaCode code, @Nullable Node call, Object function) {

        public boolean isBuiltin() {
            return code.isBuiltin();
        }

        /** {@code library.function} of a builtin. */
        public String builtinName() {
            return String.valueOf(root.getName());
        }
    }

    /** A node that knows its line. */
    public interface Located {
        int line();

        /** Where it begins in its chunk, in bytes. */
        int offset();
    }

    /** A root node of this language. */
    public interface LuaCode {
        default boolean isBuiltin() {
            return true;
        }

        /** Whether it is a chunk. */
        default boolean isMain() {
            return false;
        }

        /** Of a Lua function; null for a builtin. */
        default @Nullable FunctionInfo info() {
            return null;
        }
    }

    /** A node that calls. */
    public interface Caller {

        /** What it calls, such as {@code global 'print'}; null when that has no name. */
        @Nullable String calleeName();

        /** Whether the callee took the place of a function that ended with a call. */
        default boolean isTail(Node call) {
            return false;
        }

        /** Whether it calls while an error discards the functions up to the one that catches it. */
        default boolean isUnwinding() {
            return false;
        }

        /** Whether it calls what the running function did not ask for. */
        default boolean isUnasked() {
            return false;
        }
    }

    private CallStack() {}

    /** {@code chunk:line: } of a node, or nothing when its place is unknown. */
    @TruffleBoundary
    public static String where(@Nullable Node node) {
        for (var at = node; at != null; at = at.getParent()) {
            if (at instanceof Located located && located.line() != 0) {
                SourceSection section = at.getEncapsulatingSourceSection();
                var chunk = section == null ? "?" : section.getSource().getName();
                // No string concatenation: it would be linked here when the stack is full.
                return chunk.concat(":").concat(Long.toString(located.line())).concat(": ");
            }
        }
        return "";
    }

    /** The line of a node, or -1. */
    @TruffleBoundary
    public static long line(@Nullable Node node) {
        for (var at = node; at != null; at = at.getParent()) {
            if (at instanceof Located located && located.line() != 0) {
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
        visit(
                (entry, frame) -> {
                    entries.add(entry);
                    return entries.size() >= limit ? entries : null;
                });
        return entries;
    }

    /**
     * Shows the active functions of the running coroutine, the running one first, until the visitor
     * answers; frames are valid only during its call.
     */
    @TruffleBoundary
    public static <T> @Nullable T visit(BiFunction<Entry, FrameInstance, @Nullable T> visitor) {
        var walk = new Walk<>(visitor);
        Truffle.getRuntime().iterateFrames(walk::step);
        return walk.answer;
    }

    private static final class Walk<T> {
        private final BiFunction<Entry, FrameInstance, @Nullable T> visitor;
        private boolean unwinding;
        private @Nullable T answer;

        Walk(BiFunction<Entry, FrameInstance, @Nullable T> visitor) {
            this.visitor = visitor;
        }

        /** Anything but null ends the walk. */
        @Nullable Object step(FrameInstance frame) {
            if (!(frame.getCallTarget() instanceof RootCallTarget target)
                    || !(target.getRootNode() instanceof LuaCode code)) {
                return null;
            }
            var root = target.getRootNode();
            if (COROUTINE.equals(root.getName())) {
                return this;
            }
            unwinding = unwinding ? !catches(root) : isUnwinding(frame.getCallNode());
            if (!unwinding) {
                answer = visitor.apply(entry(frame, root, code), frame);
            }
            return answer;
        }

        private static boolean catches(RootNode root) {
            return "pcall".equals(root.getName()) || "xpcall".equals(root.getName());
        }

        private static boolean isUnwinding(@Nullable Node call) {
            return call instanceof Caller caller && caller.isUnwinding();
        }

        private static Entry entry(FrameInstance frame, RootNode root, LuaCode code) {
            var arguments = frame.getFrame(FrameInstance.FrameAccess.READ_ONLY).getArguments();
            var function = arguments.length > 0 ? arguments[0] : Nil.NIL;
            return new Entry(root, code, frame.getCallNode(), function);
        }
    }

    /** What a function's caller calls it, given the caller's entry; null when that has no name. */
    public static @Nullable String calleeName(Entry caller) {
        var node = caller(caller.call());
        if (caller.isBuiltin()) {
            return node != null && node.isUnasked() ? node.calleeName() : null;
        }
        return node == null || (caller.call() != null && node.isTail(caller.call()))
                ? null
                : node.calleeName();
    }

    /** Whether the function that this entry calls was entered by a tail call. */
    public static boolean isTailCall(Entry caller) {
        var node = caller(caller.call());
        return node != null && caller.call() != null && node.isTail(caller.call());
    }

    /** Whether what this entry calls is a hook that is told of it. */
    public static boolean isHooked(Entry entry) {
        var node = caller(entry.call());
        return node != null && HOOK.equals(node.calleeName());
    }

    private static @Nullable Caller caller(@Nullable Node call) {
        for (var at = call; at != null; at = at.getParent()) {
            if (at instanceof Caller caller) {
                return caller;
            }
            if (at instanceof Located located && located.line() != 0) {
                return null;
            }
        }
        return null;
    }
}
