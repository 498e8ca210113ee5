package dev.perigee.executor.polyglot;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;

/** Lua 5.4 on platform-lua. */
final class LuaLanguage extends GuestLanguage {

    private final HostCalls calls;
    private final int maxLuaString;

    LuaLanguage(Engine engine, HostCalls calls, int maxLuaString) {
        super(engine);
        this.calls = calls;
        this.maxLuaString = maxLuaString;
    }

    @Override
    String runtime() {
        return "lua";
    }

    @Override
    String id() {
        return "lua";
    }

    @Override
    String extension() {
        return "lua";
    }

    @Override
    String sample() {
        return "return function(args, ctx) return { name = args.name, id = ctx.request_id } end";
    }

    @Override
    Guest newGuest(GuestContext owner) {
        return new LuaGuest(this, calls, owner);
    }

    /** The longest string whose bytes a guest can have. */
    int maxString() {
        return maxLuaString;
    }

    /** Without continuations the language makes threads of its coroutines. */
    Context newContext() {
        return sandbox()
                .option("lua.call-depth", Integer.toString(Carrier.CALL_DEPTH))
                .option("lua.max-string", Integer.toString(maxLuaString))
                .allowCreateThread(!Suspension.hasContinuations())
                .build();
    }
}
