package dev.perigee.lua.nodes;

import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.instrumentation.TruffleInstrument.Registration;
import dev.perigee.lua.LuaLanguage;

/**
 * Puts what hooks need into the code of a language, once the first one is set; until then nothing
 * of it is there.
 */
@Registration(
        id = HookProbes.ID,
        name = "Lua hooks",
        internal = true,
        services = HookProbes.Service.class)
public final class HookProbes extends TruffleInstrument {

    public static final String ID = "lua-hooks";

    /** What the language asks for. */
    public interface Service {
        void attach(LuaLanguage language);
    }

    @Override
    protected void onCreate(Env env) {
        env.registerService((Service) language -> attach(env.getInstrumenter(), language));
    }

    @SuppressWarnings("ReferenceEquality") // Languages are told apart by identity.
    private static void attach(Instrumenter instrumenter, LuaLanguage language) {
        var lines = SourceSectionFilter.newBuilder().tagIs(LinePoint.class).build();
        instrumenter.attachExecutionEventFactory(
                lines,
                context ->
                        context.getInstrumentedNode() instanceof LuaNode node
                                        && node.getRootNode() instanceof FunctionRootNode root
                                        && root.language() == language
                                ? new HookEvents(node, root)
                                : null);
    }
}
