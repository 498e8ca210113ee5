package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.runtime.CallStack.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of {@code debug.traceback}, worded as the reference's. */
public final class Traceback {

    private static final int MAX_ENTRIES = 1000;
    private static final int FIRST = 10;
    private static final int LAST = 11;

    private final List<Entry> entries;
    private final boolean main;
    private final StringBuilder text = new StringBuilder("stack traceback:");

    private Traceback(List<Entry> entries, boolean main) {
        this.entries = entries;
        this.main = main;
    }

    /** The running coroutine's stack from a level on. */
    @TruffleBoundary
    public static String of(int level) {
        boolean main = Coroutine.current() == null;
        return of(CallStack.entries(MAX_ENTRIES), level, main);
    }

    /** A stack that was taken before, from a level on; under the main one there is the host. */
    public static String of(List<Entry> entries, int level, boolean main) {
        return new Traceback(entries, main).write(level);
    }

    private String write(int level) {
        int size = entries.size() + (main ? 1 : 0);
        boolean cut = size - level > FIRST + LAST;
        for (int i = level; i < size; i++) {
            if (cut && i == level + FIRST) {
                int skipped = size - level - FIRST - LAST;
                text.append("\n\t...\t(skipping ").append(skipped).append(" levels)");
                i = size - LAST;
            }
            line(i);
        }
        return text.toString();
    }

    private void line(int index) {
        if (index == entries.size()) {
            text.append("\n\t[C]: in ?");
            return;
        }
        var entry = entries.get(index);
        var where = entry.isBuiltin() ? "[C]: " : CallStack.where(entry.call());
        text.append("\n\t").append(where.isEmpty() ? "?: " : where);
        var caller = index + 1 < entries.size() ? entries.get(index + 1) : null;
        text.append("in ").append(functionName(entry, caller));
        if (caller != null && CallStack.isTailCall(caller)) {
            text.append("\n\t(...tail calls...)");
        }
    }

    private static String functionName(Entry entry, @Nullable Entry caller) {
        if (entry.isBuiltin()) {
            return "function '" + entry.builtinName() + "'";
        }
        var name = caller == null ? null : CallStack.calleeName(caller);
        if (entry.code().isMain()) {
            return "main chunk";
        }
        var global = entry.function() instanceof LuaFunction function ? globalName(function) : null;
        if (global != null) {
            return "function '" + global + "'";
        }
        if (name != null) {
            return name.startsWith("global ") ? "function" + name.substring(6) : name;
        }
        var section = entry.root().getSourceSection();
        return section == null
                ? "?"
                : "function <" + section.getSource().getName() + ":" + section.getStartLine() + ">";
    }

    /** The name that a function has as a field of a loaded module. */
    private static @Nullable String globalName(LuaFunction function) {
        var globals = LuaContext.get(null).globals();
        for (int at = globals.nextEntry(LuaTable.START); at >= 0; at = globals.nextEntry(at + 1)) {
            if (Comparison.rawEquals(globals.valueAt(at), function)
                    && globals.keyAt(at) instanceof LuaString name) {
                return name.toString();
            }
        }
        return null;
    }
}
