package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestServices.Answer;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.TypeLiteral;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A JavaScript handler. Host calls take a guest function that is called with {@code (failure code
 * or null, message or JSON, detail or attachment)} when the answer is there; the loader script
 * makes promises of that.
 */
final class JavaScriptGuest implements Guest {

    private static final TypeLiteral<List<String>> STRINGS = new TypeLiteral<>() {};
    private static final String MODULE = "application/javascript+module";

    private final JavaScriptLanguage language;
    private final HostCalls calls;
    private final GuestContext owner;
    private final CodeImage image;
    private final BundleFileSystem files;
    private final Context context;
    private @Nullable Value invoke;

    JavaScriptGuest(JavaScriptLanguage language, HostCalls calls, GuestContext owner) {
        this.language = language;
        this.calls = calls;
        this.owner = owner;
        this.image = owner.image;
        this.files = new BundleFileSystem(image);
        this.context = language.newContext(files);
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public void load() {
        var host = new HostFunctions(owner);
        host.add("call", arguments -> begin(calls.call(owner.current(), arguments[3], arguments)))
                .add(
                        "sleep",
                        arguments ->
                                begin(calls.sleep(owner.current(), arguments[1], arguments[0])))
                .add("evaluate", arguments -> context.eval(language.resource(text(arguments, 0))))
                .add("resolve", arguments -> resolve(text(arguments, 0), text(arguments, 1)))
                .add("tried", arguments -> tried(text(arguments, 0), text(arguments, 1)))
                .add("isModule", arguments -> isModule(text(arguments, 0)))
                .add("text", arguments -> image.text(text(arguments, 0)))
                .add("compile", arguments -> compile(text(arguments, 0)))
                .add("offerModules", arguments -> offer(arguments[0]))
                .add("importModule", arguments -> importModule(text(arguments, 0)));
        var loader = context.eval(language.resource("/loader"));
        var handler = image.code().handler();
        var found = loader.execute(host.object(), handler);
        if (!found.canExecute()) {
            throw InvalidHandlerException.of(
                    handler
                            + " exports no function; write export default (args, ctx) => …, export"
                            + " a function named handler, or set module.exports to a function");
        }
        invoke = found;
    }

    private static String text(Value[] arguments, int index) {
        return arguments[index].asString();
    }

    private @Nullable String resolve(String name, String from) {
        return ModulePaths.find(ModulePaths.ofScript(name, from), image.code().files());
    }

    private static String tried(String name, String from) {
        return String.join(", ", ModulePaths.ofScript(name, from));
    }

    private boolean isModule(String path) {
        return ScriptKind.isModule(path, image.text(path));
    }

    private @Nullable Object offer(Value exportsOfModule) {
        files.offer(
                name -> {
                    var keys = exportsOfModule.execute(name);
                    return keys.isNull() ? null : keys.as(STRINGS);
                });
        return null;
    }

    private Value compile(String path) {
        var before = "(function (exports, require, module, __filename, __dirname) {";
        try {
            return context.eval(image.module(path, before, "\n})"));
        } catch (PolyglotException refused) {
            if (refused.isSyntaxError()) {
                // The message of the file as it is knows nothing of what was put around it.
                context.parse(image.plain(path));
            }
            throw refused;
        }
    }

    private Value importModule(String path) {
        var text =
                "import * as m from " + JsonText.quoted("/" + path) + "; export { m as default };";
        var entry = image.derived("import/" + path, text, MODULE);
        return context.eval(entry).getMember("default");
    }

    private static @Nullable Object begin(PendingAnswer pending) {
        if (!pending.isOpen()) {
            deliver(pending);
        }
        return null;
    }

    private static void deliver(PendingAnswer pending) {
        var callback = pending.callback();
        if (callback == null) {
            return;
        }
        var failure = pending.failure();
        if (failure != null) {
            callback.executeVoid(failure.code(), failure.getMessage(), failure.dataJson());
            return;
        }
        Answer answer = pending.answer();
        if (answer != null) {
            callback.executeVoid(null, answer.json(), HostFunctions.bytes(answer.attachment()));
        }
    }

    @Override
    public void start(Running running) {
        var function = invoke;
        if (function == null) {
            throw new IllegalStateException("the handler is not loaded");
        }
        if (running.isCheckOnly()) {
            Settlement.nothing(running);
            return;
        }
        Settlement.returned(running, running.execute(function));
    }

    @Override
    public void resume(PendingAnswer answer) {
        deliver(answer);
    }
}
