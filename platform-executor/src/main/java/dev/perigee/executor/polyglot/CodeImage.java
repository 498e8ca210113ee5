package dev.perigee.executor.polyglot;

import dev.perigee.executor.FunctionCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/**
 * The code of one version as the engine knows it. Its sources are made once, so that all contexts
 * of the version share what is compiled.
 */
final class CodeImage {

    /** What names of sources that are not the guest's own begin with. */
    static final String LIBRARY = "perigee:";

    private static final int MAX_EXILED = 2;

    private final FunctionCode code;
    private final GuestLanguage language;
    private final Map<String, Source> sources = new ConcurrentHashMap<>();

    /** Contexts of it that are held by guests which do not give way. */
    final AtomicInteger exiled = new AtomicInteger();

    CodeImage(FunctionCode code, GuestLanguage language) {
        this.code = code;
        this.language = language;
    }

    FunctionCode code() {
        return code;
    }

    GuestLanguage language() {
        return language;
    }

    boolean mayExile() {
        return exiled.getAndUpdate(n -> n < MAX_EXILED ? n + 1 : n) < MAX_EXILED;
    }

    byte @Nullable [] file(String path) {
        return code.files().get(path);
    }

    String text(String path) {
        var bytes = file(path);
        if (bytes == null) {
            throw new IllegalArgumentException("the bundle has no file " + path);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The source of a file as a function of what its language passes to modules. */
    Source module(String path, String before, String after) {
        return sources.computeIfAbsent(
                path,
                key ->
                        Source.newBuilder(language.id(), before + text(key) + after, key)
                                .buildLiteral());
    }

    /** The source of a file as it is, for messages about it. */
    Source plain(String path) {
        return Source.newBuilder(language.id(), text(path), path).buildLiteral();
    }

    /** Another source of this version, made of text that depends on nothing else. */
    Source derived(String name, String text, String mimeType) {
        return sources.computeIfAbsent(
                LIBRARY + name,
                key ->
                        Source.newBuilder(language.id(), text, key)
                                .mimeType(mimeType)
                                .buildLiteral());
    }

    static boolean isGuestFile(Source source) {
        var name = displayName(source);
        return !name.startsWith(LIBRARY) && !name.startsWith("<") && source.hasCharacters();
    }

    /** A path inside the bundle, as its author knows it. */
    static String displayName(Source source) {
        var path = source.getPath();
        if (path == null) {
            return source.getName();
        }
        return path.startsWith("/") ? path.substring(1) : path;
    }
}
