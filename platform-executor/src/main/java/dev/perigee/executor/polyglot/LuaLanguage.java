package dev.perigee.executor.polyglot;

import org.graalvm.polyglot.Engine;

/** Lua 5.4 on platform-lua. */
final class LuaLanguage extends GuestLanguage {

    private final HostCalls calls;

    LuaLanguage(Engine engine, HostCalls calls) {
        super(engine);
        this.calls = calls;
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
}
