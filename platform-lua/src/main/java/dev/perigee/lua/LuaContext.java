package dev.perigee.lua;

import com.oracle.truffle.api.TruffleLanguage.ContextReference;
import com.oracle.truffle.api.TruffleLanguage.Env;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.builtins.StandardLibrary;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.LuaRandom;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.LuaTable;
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
    private final LuaTable globals = new LuaTable(0, 64);
    private final LuaTable loaded = new LuaTable(0, 32);
    private final LuaRandom random = new LuaRandom(System.nanoTime());
    private final long startNanos = System.nanoTime();
    private final LuaTable jsonArray = new LuaTable();
    private final LuaTable jsonEmptyArray = new LuaTable();
    private String collector = "incremental";
    private LuaTable packageTable = new LuaTable();
    private @Nullable LuaTable stringMetatable;
    private @Nullable Coroutine mainThread;

    LuaContext(LuaLanguage language, Env env) {
        this.language = language;
        this.env = env;
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

    public @Nullable LuaTable stringMetatable() {
        return stringMetatable;
    }

    public void setStringMetatable(LuaTable metatable) {
        stringMetatable = metatable;
    }
}
