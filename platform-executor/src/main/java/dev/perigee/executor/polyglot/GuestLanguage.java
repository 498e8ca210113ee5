package dev.perigee.executor.polyglot;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.Source;

/** How functions of one runtime are loaded and called; shared by all lanes. */
abstract sealed class GuestLanguage permits JavaScriptLanguage, LuaLanguage {

    /** Guests see bytes that come from here, and nothing else of the host. */
    private static final HostAccess NO_HOST =
            HostAccess.newBuilder(HostAccess.NONE).allowBufferAccess(true).build();

    private final Engine engine;
    private final Safepoints safepoints;
    private final Map<String, Source> resources = new ConcurrentHashMap<>();

    GuestLanguage(Engine engine) {
        this.engine = engine;
        this.safepoints = Safepoints.of(engine);
    }

    /** The languages among those we know that this engine has, by runtime. */
    static Map<String, GuestLanguage> of(Engine engine, HostCalls calls, int maxLuaString) {
        var languages = new ConcurrentHashMap<String, GuestLanguage>();
        for (var language :
                List.of(
                        new JavaScriptLanguage(engine, calls),
                        new LuaLanguage(engine, calls, maxLuaString))) {
            if (engine.getLanguages().containsKey(language.id())) {
                languages.put(language.runtime(), language);
            }
        }
        return Map.copyOf(languages);
    }

    /** The platform's word for the language. */
    abstract String runtime();

    /** The engine's word for it. */
    abstract String id();

    /** The ending of resources and files. */
    abstract String extension();

    /** A function that is loaded to warm the engine up. */
    abstract String sample();

    /** Makes a context with its guest, which is not loaded yet. */
    abstract Guest newGuest(GuestContext owner);

    final Safepoints safepoints() {
        return safepoints;
    }

    /** A context that can do nothing beyond its language. */
    final Context.Builder sandbox() {
        return Context.newBuilder(id())
                .engine(engine)
                .allowHostAccess(NO_HOST)
                .allowPolyglotAccess(PolyglotAccess.NONE)
                .allowEnvironmentAccess(EnvironmentAccess.NONE)
                .allowCreateThread(false)
                .allowCreateProcess(false)
                .allowNativeAccess(false)
                .allowHostClassLoading(false)
                .useSystemExit(false)
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream());
    }

    /** A script of the guest libraries, or of this package when the name begins with a slash. */
    final Source resource(String name) {
        return resources.computeIfAbsent(name, this::read);
    }

    private Source read(String name) {
        var file = name + "." + extension();
        var path =
                file.startsWith("/")
                        ? "/dev/perigee/executor/polyglot" + file
                        : "/dev/perigee/executor/" + runtime() + "/" + file;
        try (var stream = GuestLanguage.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalArgumentException("there is no guest library " + path);
            }
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder(id(), text, CodeImage.LIBRARY + file).buildLiteral();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
