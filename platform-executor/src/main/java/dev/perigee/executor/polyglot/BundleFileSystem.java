package dev.perigee.executor.polyglot;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileAttribute;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * What {@code import} sees: the bundle's files from the root on, read-only. CommonJS files and the
 * platform's modules appear as small ES modules that take their exports from the loader. Paths are
 * names here; the host's files are out of reach.
 */
final class BundleFileSystem implements FileSystem {

    private static final String PLATFORM = "@perigee/";
    private static final String HOOK = "globalThis[Symbol.for(\"perigee.module\")]";

    private final CodeImage image;
    private Function<String, @Nullable List<String>> platformModules = _ -> null;

    BundleFileSystem(CodeImage image) {
        this.image = image;
    }

    /** Tells which names a platform module exports; null is returned for unknown ones. */
    void offer(Function<String, @Nullable List<String>> exportsOfModules) {
        platformModules = exportsOfModules;
    }

    @Override
    public Path parsePath(URI uri) {
        return Path.of(uri.getPath());
    }

    @Override
    public Path parsePath(String path) {
        return Path.of(path);
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return Path.of("/").resolve(path);
    }

    @Override
    public Path toRealPath(Path path, LinkOption... linkOptions) throws IOException {
        return Path.of("/" + locate(path));
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... linkOptions)
            throws IOException {
        if (modes.contains(AccessMode.WRITE) || modes.contains(AccessMode.EXECUTE)) {
            throw new ReadOnlyFileSystemException();
        }
        locate(path);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return new BytesChannel(content(locate(path)));
    }

    private String locate(Path path) throws NoSuchFileException {
        var name = path.toString();
        var bare = name.startsWith("/") ? name.substring(1) : name;
        var candidates = new LinkedHashSet<>(ModulePaths.ofScript(name, ""));
        // A bare name may have been made absolute before it came here.
        candidates.addAll(ModulePaths.ofScript(bare, ""));
        var found = ModulePaths.find(candidates, image.code().files());
        if (found != null) {
            return found;
        }
        if (bare.startsWith(PLATFORM)) {
            return bare;
        }
        if (isPlatform(bare)) {
            return PLATFORM + bare;
        }
        throw new NoSuchFileException(
                bare, null, "there is no such module; tried " + String.join(", ", candidates));
    }

    private boolean isPlatform(String name) {
        return platformModules.apply(name) != null;
    }

    private byte[] content(String path) {
        if (path.startsWith(PLATFORM)) {
            var name = path.substring(PLATFORM.length());
            var exports = platformModules.apply(name);
            return bridge(name, exports == null ? List.of() : exports);
        }
        if (!path.endsWith(".json")) {
            var text = image.text(path);
            if (!ScriptKind.isModule(path, text)) {
                return bridge("/" + path, ScriptKind.exportsOf(text));
            }
        }
        return image.text(path).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bridge(String name, List<String> exports) {
        var text = new StringBuilder("const m = " + HOOK + "(" + JsonText.quoted(name) + ");");
        text.append("export default m;");
        for (int i = 0; i < exports.size(); i++) {
            var key = JsonText.quoted(exports.get(i));
            text.append("const v").append(i).append(" = m[").append(key).append("]; export { v");
            text.append(i).append(" as ").append(key).append(" };");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, Object> readAttributes(
            Path path, String attributes, LinkOption... linkOptions) throws IOException {
        var located = locate(path);
        return Map.of(
                "isRegularFile",
                true,
                "isDirectory",
                false,
                "isSymbolicLink",
                false,
                "isOther",
                false,
                "size",
                (long) content(located).length);
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void delete(Path path) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
        throw new NoSuchFileException(directory.toString());
    }
}
