package dev.perigee.executor.javascript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** A JavaScript context with the guest library in it, over a {@link FakeHost}. */
final class JavaScriptGuest implements AutoCloseable {

    static final String FOLDER = "/dev/perigee/executor/javascript/";

    private static final Engine ENGINE = Engine.newBuilder("js").build();
    private static final Map<String, Source> SOURCES = new ConcurrentHashMap<>();

    final Context context;
    final FakeHost host;
    private final Value guest;

    JavaScriptGuest() {
        context =
                Context.newBuilder("js")
                        .engine(ENGINE)
                        .allowHostAccess(
                                HostAccess.newBuilder(HostAccess.CONSTRAINED)
                                        .allowBufferAccess(true)
                                        .build())
                        .option("js.ecmascript-version", "2024")
                        .build();
        host = new FakeHost(context);
        ProxyExecutable load = args -> library(args[0].asString());
        guest = library("boot").execute(host.asProxy(), load);
        context.getBindings("js").putMember("modules", guest.getMember("modules"));
    }

    private Value library(String name) {
        return context.eval(SOURCES.computeIfAbsent(name, JavaScriptGuest::source));
    }

    private static Source source(String name) {
        return Source.newBuilder("js", resource(name + ".js"), "perigee:" + name + ".js")
                .internal(true)
                .buildLiteral();
    }

    static String resource(String name) {
        try (var stream = JavaScriptGuest.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Value eval(String code) {
        return context.eval("js", code);
    }

    Value bind(String handler) {
        return guest.invokeMember("bind", eval("(" + handler + ")"));
    }

    /** Runs a handler and whatever it waits for; tells what it came to as a list of its parts. */
    List<String> run(String handler, String json) {
        host.settled = null;
        var told = bind(handler).execute(json, "i1");
        if (!told.isBoolean()) {
            return told.isNull() ? List.of("nothing") : List.of("value", told.asString());
        }
        host.runUntilIdle();
        var settled = host.settled;
        if (settled == null) {
            throw new AssertionError("the invocation was never settled");
        }
        if (settled[1].asString().equals("failed")) {
            throw settled[2].throwException();
        }
        return Stream.of(settled).skip(1).map(JavaScriptGuest::show).toList();
    }

    private static String show(Value value) {
        if (value.isString()) {
            return value.asString();
        }
        return value.hasArrayElements()
                ? Arrays.toString(value.as(Object[].class))
                : value.toString();
    }

    Value await(Value promise) {
        var settled = new Value[2];
        promise.invokeMember(
                "then",
                (ProxyExecutable) args -> settled[0] = args[0],
                (ProxyExecutable) args -> settled[1] = args[0]);
        host.runUntilIdle();
        if (settled[1] != null) {
            throw settled[1].throwException();
        }
        if (settled[0] == null) {
            throw new AssertionError("the promise was never settled");
        }
        return settled[0];
    }

    @Override
    public void close() {
        context.close(true);
    }
}
