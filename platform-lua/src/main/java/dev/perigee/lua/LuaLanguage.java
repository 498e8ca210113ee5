package dev.perigee.lua;

import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleLanguage.ContextPolicy;
import com.oracle.truffle.api.instrumentation.ProvidedTags;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.nodes.Node;
import dev.perigee.lua.nodes.BuiltinRootNode;
import dev.perigee.lua.nodes.Chunk;
import dev.perigee.lua.nodes.ChunkLoader;
import dev.perigee.lua.nodes.ChunkRootNode;
import dev.perigee.lua.nodes.CoroutineRootNode;
import dev.perigee.lua.nodes.FinalizerRootNode;
import dev.perigee.lua.nodes.HookProbes;
import dev.perigee.lua.nodes.LinePoint;
import dev.perigee.lua.runtime.Builtin;
import dev.perigee.lua.runtime.CallStack;
import dev.perigee.lua.runtime.Coroutine;
import dev.perigee.lua.runtime.Layout;
import dev.perigee.lua.runtime.LuaError;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Metamethod;
import dev.perigee.lua.runtime.Shortcut;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.options.OptionDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * Lua 5.4 for GraalVM.
 *
 * <p>A chunk goes through {@link dev.perigee.lua.parser.Parser}, which resolves names, and {@link
 * dev.perigee.lua.nodes.Translator}, which makes a tree of nodes of it. The nodes specialise
 * themselves on the types they see; the Truffle compiler turns hot trees into machine code. Code is
 * shared by all contexts of an engine, values are not: nodes find the current context's heap
 * through {@link LuaContext#get}.
 *
 * <p>A function returns one value as it is and any other number of values as an array. A call in
 * tail position returns a {@link dev.perigee.lua.runtime.TailCall} to its caller. Statements tell
 * by a value, not an exception, how they ended.
 */
@TruffleLanguage.Registration(
        id = LuaLanguage.ID,
        name = "Lua",
        version = "5.4",
        implementationName = "Perigee Lua",
        defaultMimeType = LuaLanguage.MIME_TYPE,
        characterMimeTypes = LuaLanguage.MIME_TYPE,
        contextPolicy = ContextPolicy.SHARED)
@ProvidedTags({
    StandardTags.RootTag.class,
    StandardTags.RootBodyTag.class,
    StandardTags.StatementTag.class,
    StandardTags.CallTag.class,
    StandardTags.ExpressionTag.class,
    LinePoint.class
})
public final class LuaLanguage extends TruffleLanguage<LuaContext> {

    public static final String ID = "lua";
    static final String MIME_TYPE = "application/x-lua";

    private static final LanguageReference<LuaLanguage> REFERENCE =
            LanguageReference.create(LuaLanguage.class);

    private final Assumption unhooked = Truffle.getRuntime().createAssumption("no hook was set");
    private final Object preparing = new Object();
    private volatile boolean prepared;
    private final Layout layouts = Layout.root();
    private final Map<String, RootCallTarget> builtins = new ConcurrentHashMap<>();
    private final Map<LuaString, WeakReference<LuaString>> interned = new WeakHashMap<>();

    public LuaLanguage() {
        for (var event : Metamethod.values()) {
            intern(event.key);
        }
    }

    public static LuaLanguage get(@Nullable Node node) {
        return REFERENCE.get(node);
    }

    /** Valid until the first hook is set in any context. */
    public Assumption unhooked() {
        return unhooked;
    }

    /** From now on code tells hooks what it does. */
    @TruffleBoundary
    synchronized void startHooks(Env env) {
        if (unhooked.isValid()) {
            unhooked.invalidate();
            env.lookup(env.getInstruments().get(HookProbes.ID), HookProbes.Service.class)
                    .attach(this);
        }
    }

    /** Code that calls a finalizer. */
    public CallTarget finalizer() {
        return builtins.computeIfAbsent("__gc", key -> new FinalizerRootNode(this).getCallTarget());
    }

    /** Code that calls the function of a coroutine. */
    public CallTarget coroutine() {
        return builtins.computeIfAbsent(
                CallStack.COROUTINE, key -> new CoroutineRootNode(this).getCallTarget());
    }

    /** Where the layouts of the tables of all contexts begin. */
    public Layout layouts() {
        return layouts;
    }

    @Override
    protected LuaContext createContext(Env env) {
        return new LuaContext(this, env);
    }

    @Override
    protected OptionDescriptors getOptionDescriptors() {
        return new LuaOptionsOptionDescriptors();
    }

    @Override
    protected void initializeContext(LuaContext context) {
        context.initialize();
        LuaError.prepare();
        prepare(context);
    }

    /**
     * Once: the contexts that come meanwhile wait, and one that is cancelled leaves it to the next.
     */
    private void prepare(LuaContext context) {
        if (prepared) {
            return;
        }
        synchronized (preparing) {
            if (!prepared) {
                Preparation.run(this, context);
                prepared = true;
            }
        }
    }

    @Override
    protected void finalizeContext(LuaContext context) {
        context.finalizers().close(context.finalizesAtClose());
        context.files().flushAll();
    }

    @Override
    protected CallTarget parse(ParsingRequest request) {
        var compiled = ChunkLoader.compile(this, Chunk.ofText(request.getSource()));
        return new ChunkRootNode(this, compiled).getCallTarget();
    }

    /** The code of a builtin, made once for all contexts. */
    public RootCallTarget builtin(String name, Builtin body) {
        return builtin(name, null, body);
    }

    /** The same with another way for the usual arguments. */
    @TruffleBoundary
    public RootCallTarget builtin(String name, @Nullable Shortcut shortcut, Builtin body) {
        return builtins.computeIfAbsent(
                name, key -> new BuiltinRootNode(this, key, shortcut, body).getCallTarget());
    }

    /** One string object for equal literals, so that most comparisons of keys are of identity. */
    @TruffleBoundary
    public LuaString intern(LuaString string) {
        synchronized (interned) {
            var reference = interned.get(string);
            var known = reference == null ? null : reference.get();
            if (known == null) {
                interned.put(string, new WeakReference<>(string));
                return string;
            }
            return known;
        }
    }

    @Override
    protected boolean isThreadAccessAllowed(Thread thread, boolean singleThreaded) {
        // Where coroutines are threads, only one of them runs at a time; where the stack is
        // switched
        // nothing would keep two threads from entering one coroutine.
        return singleThreaded || !Coroutine.areCheap();
    }

    @Override
    protected Object getScope(LuaContext context) {
        return context.globals();
    }
}
