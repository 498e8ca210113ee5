package dev.perigee.lua;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleLanguage.ContextReference;
import com.oracle.truffle.api.TruffleLanguage.Env;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.builtins.OpenFiles;
import dev.perigee.lua.builtins.StandardLibrary;
import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.Finalizers;
import dev.perigee.lua.runtime.GuestCall;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaFunction;
import dev.perigee.lua.runtime.LuaRandom;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
import dev.perigee.lua.runtime.Metatables;
import dev.perigee.lua.runtime.OldGarbage;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that belongs to one guest heap: globals, loaded modules, metatables of the basic
 * types.
 */
public final class LuaContext {

    private static final ContextReference<LuaContext> REFERENCE =
            ContextReference.create(LuaLanguage.class);

    private final LuaLanguage language;
    private final Env env;
    private final int longestString;
    private final LuaTable globals = new LuaTable(0, 64);
    private final LuaTable loaded = new LuaTable(0, 32);
    private final LuaRandom random = new LuaRandom(System.nanoTime());
    private final long startNanos = System.nanoTime();
    private final LuaTable jsonArray = new LuaTable();
    private final LuaTable jsonEmptyArray = new LuaTable();
    private final LuaFunction next;
    private final LuaFunction ipairsIterator;
    private final LuaTable registry = new LuaTable();
    private final long[] collectorParameters = {200, 100};
    private boolean collecting = true;
    private boolean observesGarbage;
    private boolean warning;
    private boolean hooked;
    private String collector = "incremental";
    private LuaTable packageTable = new LuaTable();
    private final OpenFiles files;
    private final Finalizers finalizers;
    private final Metatables metatables = new Metatables();
    private GuestCall call;
    private @Nullable Coroutine mainThread;
    private @Nullable Coroutine coroutine;

    LuaContext(LuaLanguage language, Env env) {
        this.language = language;
        this.env = env;
        longestString = env.getOptions().get(LuaOptions.MAX_STRING);
        files = new OpenFiles(this);
        finalizers = new Finalizers(this, language.finalizer());
        call = newCall();
        next = StandardLibrary.next(language);
        ipairsIterator = StandardLibrary.ipairsIterator(language);
    }

    /** Fills the globals; the context has been entered. */
    void initialize() {
        StandardLibrary.install(this);
    }

    public static LuaContext get(@Nullable Node node) {
        return REFERENCE.get(node);
    }

    public LuaLanguage language() {
        return language;
    }

    public Env env() {
        return env;
    }

    public OutputStream out() {
        return env.out();
    }

    public LuaTable globals() {
        return globals;
    }

    /** {@code package.loaded}. */
    public LuaTable loaded() {
        return loaded;
    }

    /** {@code debug.getregistry}. */
    public LuaTable registry() {
        return registry;
    }

    /** What a call from the host begins with. */
    public GuestCall newCall() {
        return new GuestCall(env.getOptions().get(LuaOptions.CALL_DEPTH));
    }

    /** The longest string whose bytes the guest can have. */
    public int longestString() {
        return longestString;
    }

    /** Whether functions of older versions are left out. */
    public boolean isStrict() {
        return env.getOptions().get(LuaOptions.STRICT);
    }

    /** Whether the guest may run the JVM's collector. */
    public boolean mayCollectGarbage() {
        return env.getOptions().get(LuaOptions.COLLECT_GARBAGE);
    }

    /** Whether {@code debug.sethook} may be used. */
    public boolean mayHook() {
        return env.getOptions().get(LuaOptions.HOOKS);
    }

    /** Whether a hook has ever been set in this context. */
    public boolean isHooked() {
        return hooked;
    }

    /** To be called before the first hook is set. */
    public void startHooks() {
        if (!hooked) {
            hooked = true;
            language.startHooks(env);
        }
    }

    /** What {@code collectgarbage} was told; the JVM's collector runs as it likes. */
    public void setCollecting(boolean running) {
        collecting = running;
    }

    /** Notes that the guest can tell whether garbage was collected. */
    @TruffleBoundary
    public void observeGarbage() {
        if (!observesGarbage && mayCollectGarbage()) {
            OldGarbage.watch(this);
        }
        observesGarbage = true;
    }

    public boolean observesGarbage() {
        return observesGarbage;
    }

    /** Whether {@code warn} writes anything. */
    public boolean isWarning() {
        return warning;
    }

    public void setWarning(boolean on) {
        warning = on;
    }

    public boolean isCollecting() {
        return collecting;
    }

    /** Notes the pause (0) or step multiplier (1) and returns the former one. */
    public long setCollectorParameter(int which, long value) {
        long former = collectorParameters[which];
        collectorParameters[which] = value;
        return former;
    }

    /** Whether what has a finalizer gets it when the context ends. */
    public boolean finalizesAtClose() {
        return env.getOptions().get(LuaOptions.FINALIZE_AT_CLOSE);
    }

    /** Calls {@code __gc}. */
    public Finalizers finalizers() {
        return finalizers;
    }

    /** Writes a warning to standard error, when warnings are on. */
    public void warn(LuaString message) {
        if (!warning) {
            return;
        }
        try {
            var line = new ByteBuilder(64).append("Lua warning: ").append(message).append('\n');
            env.err().write(line.toBytes());
        } catch (IOException closed) {
            throw LuaError.of("cannot write: " + closed.getMessage(), null);
        }
    }

    /** Notes a collector's name and returns the former one; the JVM's stays what it is. */
    public LuaString switchCollector(String name) {
        var former = collector;
        collector = name;
        return LuaString.of(former);
    }

    /**
     * What {@code coroutine.running} gives outside all coroutines: a thread that nobody can resume.
     */
    public Coroutine mainThread() {
        if (mainThread == null) {
            mainThread = Coroutine.main();
        }
        return mainThread;
    }

    /** The coroutine that runs, where coroutines are not told by their threads. */
    public @Nullable Coroutine coroutine() {
        return coroutine;
    }

    public void setCoroutine(@Nullable Coroutine running) {
        coroutine = running;
    }

    public LuaRandom random() {
        return random;
    }

    /** {@link System#nanoTime} when the context was made. */
    public long startNanos() {
        return startNanos;
    }

    /** The metatable of tables that encode as JSON arrays also when they are empty. */
    public LuaTable jsonArray() {
        return jsonArray;
    }

    /** The metatable of decoded empty arrays: while they are empty they encode as arrays again. */
    public LuaTable jsonEmptyArray() {
        return jsonEmptyArray;
    }

    /** The table {@code package}, also when its global was replaced. */
    public LuaTable packageTable() {
        return packageTable;
    }

    public void setPackageTable(LuaTable table) {
        packageTable = table;
    }

    /** The function {@code next}, also when its global was replaced. */
    public LuaFunction next() {
        return next;
    }

    public LuaFunction ipairsIterator() {
        return ipairsIterator;
    }

    public OpenFiles files() {
        return files;
    }

    /** The metatables of the basic types. */
    public Metatables metatables() {
        return metatables;
    }

    /** The call from the host that runs. */
    public GuestCall call() {
        return call;
    }

    public void setCall(GuestCall running) {
        call = running;
    }
}
