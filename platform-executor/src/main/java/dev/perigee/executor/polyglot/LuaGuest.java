package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/**
 * A Lua handler. Each invocation runs on a stack of its own, which a host call leaves until the
 * answer is there, so Lua code reads as if it were blocking.
 */
final class LuaGuest implements Guest {

    private final LuaLanguage language;
    private final HostCalls calls;
    private final GuestContext owner;
    private final CodeImage image;
    private final Context context;
    private @Nullable Value invoke;

    LuaGuest(LuaLanguage language, HostCalls calls, GuestContext owner) {
        this.language = language;
        this.calls = calls;
        this.owner = owner;
        this.image = owner.image;
        this.context = language.newContext();
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public void load() {
        var host = new HostFunctions(owner);
        host.add("call", arguments -> await(calls.call(owner.current(), null, arguments)))
                .add("sleep", arguments -> await(calls.sleep(owner.current(), null, arguments[0])))
                .add(
                        "evaluate",
                        arguments -> context.eval(language.resource(arguments[0].asString())))
                .add("resolve", arguments -> resolve(arguments[0].asString()))
                .add("longest", arguments -> language.maxString())
                .add("tried", arguments -> tried(arguments[0].asString()))
                .add("text", arguments -> image.text(arguments[0].asString()))
                .add("compile", arguments -> compile(arguments[0].asString()));
        var loader = context.eval(language.resource("/loader"));
        var handler = image.code().handler();
        var found = loader.execute(host.object(), handler);
        if (!found.canExecute()) {
            throw InvalidHandlerException.of(
                    handler + " returns no function; end it with return function(args, ctx) … end");
        }
        invoke = found;
    }

    private @Nullable String resolve(String name) {
        return ModulePaths.find(ModulePaths.ofLua(name), image.code().files());
    }

    private static String tried(String name) {
        return String.join("\n\tno file ", ModulePaths.ofLua(name));
    }

    private Value compile(String path) {
        try {
            return context.eval(image.module(path, "return function(...) ", "\nend"));
        } catch (PolyglotException refused) {
            if (refused.isSyntaxError()) {
                // The message of the file as it is knows nothing of what was put around it.
                context.parse(image.plain(path));
            }
            throw refused;
        }
    }

    /** Waits for an answer: ok, then json and attachment, or code, message and detail. */
    private ProxyArray await(PendingAnswer pending) {
        var suspension = pending.running().suspension;
        if (suspension == null) {
            throw new GuestCallException(
                    "not_available",
                    "this can be called inside the handler only, not while its file is loaded",
                    null);
        }
        if (pending.isOpen()) {
            suspension.suspend();
        }
        var failure = pending.failure();
        var answer = pending.answer();
        if (failure != null) {
            return ProxyArray.fromArray(
                    false, failure.code(), failure.getMessage(), failure.dataJson());
        }
        if (answer == null) {
            throw new GuestCallException("ended", "the invocation has ended", null);
        }
        return ProxyArray.fromArray(true, answer.json(), HostFunctions.bytes(answer.attachment()));
    }

    @Override
    public void start(Running running) {
        if (running.isCheckOnly()) {
            Settlement.nothing(running);
            return;
        }
        var suspension = Suspension.of(context, () -> call(running));
        running.suspension = suspension;
        suspension.run();
    }

    private void call(Running running) {
        var function = invoke;
        if (function == null) {
            throw new IllegalStateException("the handler is not loaded");
        }
        try {
            var result = running.execute(function);
            Settlement.returned(running, result);
        } catch (PolyglotException thrown) {
            running.conclude(Failures.outcome(thrown, running));
        }
    }

    @Override
    public void resume(PendingAnswer answer) {
        var suspension = answer.running().suspension;
        if (suspension != null && !suspension.isDone()) {
            suspension.run();
        }
    }
}
