package dev.perigee.lua.builtins;

import com.oracle.truffle.api.TruffleStackTrace;
import com.oracle.truffle.api.frame.FrameInstance;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.Args;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.CallStack.Entry;
import dev.perigee.lua.runtime.CallStack.LuaCode;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.Nil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The stack that a function of {@code debug} is asked about: the running one or a coroutine's. */
@SuppressWarnings("ReferenceEquality") // Coroutines are told apart by identity.
final class InspectedStack {

    private static final int MAX_ENTRIES = 10_000;

    private final @Nullable Coroutine other;

    private InspectedStack(@Nullable Coroutine other) {
        this.other = other;
    }

    static InspectedStack of(Args args) {
        var context = LuaContext.get(null);
        if (!(args.get(1) instanceof Coroutine asked) || asked == Coroutine.current()) {
            return new InspectedStack(null);
        }
        boolean main = asked == context.mainThread() && Coroutine.current() == null;
        return new InspectedStack(main ? null : asked);
    }

    /** Whether it is the running coroutine's, with the function of {@code debug} on top. */
    boolean isRunning() {
        return other == null;
    }

    /** Whether the host is below it. */
    boolean isMain() {
        return other == null && Coroutine.current() == null;
    }

    /** The functions on it, the innermost first. */
    List<Entry> entries() {
        if (other != null && other.died() != null) {
            return entriesOf(other.died());
        }
        var entries = new ArrayList<Entry>();
        visit(
                (entry, frame) -> {
                    entries.add(entry);
                    return entries.size() >= MAX_ENTRIES ? entries : null;
                });
        return entries;
    }

    /** Shows the functions that are still active, until the visitor answers. */
    <T> @Nullable T visit(BiFunction<Entry, FrameInstance, @Nullable T> visitor) {
        if (other == null) {
            return CallStack.visit(visitor);
        }
        var answer = new AtomicReference<@Nullable T>();
        other.inspect(() -> answer.set(CallStack.visit(visitor)));
        return answer.get();
    }

    /** Where a coroutine was when it died. */
    private static List<Entry> entriesOf(LuaError error) {
        var entries = new ArrayList<Entry>();
        for (var element : TruffleStackTrace.getStackTrace(error)) {
            var root = element.getTarget().getRootNode();
            if (CallStack.COROUTINE.equals(root.getName())) {
                break;
            }
            if (root instanceof LuaCode code) {
                entries.add(new Entry(root, code, element.getLocation(), Nil.NIL));
            }
        }
        return entries;
    }
}
