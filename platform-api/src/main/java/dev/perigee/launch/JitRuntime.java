package dev.perigee.launch;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleHashesAttribute;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * Copies the JDK that runs this class, with the optimizing Graal compiler among its modules.
 *
 * <p>A stock JDK takes that compiler by {@code --upgrade-module-path} only, which switches the
 * JVM's AOT cache off (JEP 483) and doubles the time to start. In the copy the modules belong to
 * the run-time image itself. jlink refuses to mix modules unless the record of their hashes in
 * java.base, and the module graphs generated from it, are left out.
 */
public final class JitRuntime {

    private static final String STUB = "jdk.graal.compiler.management";
    private static final Path GRAPHS = Path.of("jdk", "internal", "module");
    private static final Set<String> NOT_COPIED =
            Set.of("lib/modules", "lib/src.zip", "lib/ct.sym", "jmods", "man", "legal", "include");

    private final Path compiler;
    private final Path work;

    private JitRuntime(Path compiler, Path work) {
        this.compiler = compiler;
        this.work = work;
    }

    /**
     * Takes two arguments: the directory of the compiler's jars, and the directory to make, which
     * must not exist. Ends with an exception, and nothing usable made, when this JDK cannot be
     * linked.
     */
    public static void main(String[] arguments) throws IOException {
        var target = Path.of(arguments[1]).toAbsolutePath();
        new JitRuntime(Path.of(arguments[0]).toAbsolutePath(), target).make();
    }

    private void make() throws IOException {
        var home = Path.of(System.getProperty("java.home"));
        copyHome(home);
        var modules = work.resolve("exploded");
        var added = namesOf(ModuleFinder.of(compiler));
        var names = explode(modules, added);
        names.addAll(added);
        var linked = work.resolve("linked");
        link(modules, names, linked);
        Files.move(linked.resolve("lib/modules"), work.resolve("lib/modules"));
        delete(modules);
        delete(linked);
    }

    private static Set<String> namesOf(ModuleFinder finder) {
        return finder.findAll().stream()
                .map(module -> module.descriptor().name())
                .collect(Collectors.toSet());
    }

    /** Everything of the JDK but its modules and what only developers of Java need. */
    private void copyHome(Path home) throws IOException {
        try (var files = Files.walk(home, FileVisitOption.FOLLOW_LINKS)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var name = home.relativize(file);
                if (isCopied(name)) {
                    var to = work.resolve(name);
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(to);
                    } else {
                        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
        }
    }

    private static boolean isCopied(Path name) {
        return !name.toString().endsWith(".jsa") && NOT_COPIED.stream().noneMatch(name::startsWith);
    }

    /** Writes the JDK's own modules as directories; returns their names. */
    private static List<String> explode(Path to, Set<String> replaced) throws IOException {
        var names = new ArrayList<String>();
        var image = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (var modules = Files.list(image)) {
            for (var module : (Iterable<Path>) modules::iterator) {
                var name = module.getFileName().toString();
                if (!replaced.contains(name) && !name.equals(STUB)) {
                    explodeModule(module, to.resolve(name));
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static void explodeModule(Path module, Path to) throws IOException {
        try (var files = Files.walk(module)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var name = Path.of(module.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to.resolve(name));
                } else if (name.endsWith("module-info.class")) {
                    Files.write(to.resolve(name), withoutHashes(Files.readAllBytes(file)));
                } else if (!isGraph(name)) {
                    Files.write(to.resolve(name), Files.readAllBytes(file));
                }
            }
        }
    }

    private static boolean isGraph(Path name) {
        return name.startsWith(GRAPHS)
                && name.getFileName().toString().startsWith("SystemModules$");
    }

    private static byte[] withoutHashes(byte[] descriptor) {
        var model = ClassFile.of().parse(descriptor);
        if (model.findAttribute(Attributes.moduleHashes()).isEmpty()) {
            return descriptor;
        }
        var dropping = ClassTransform.dropping(part -> part instanceof ModuleHashesAttribute);
        return ClassFile.of().transformClass(model, dropping);
    }

    private void link(Path modules, List<String> names, Path to) throws IOException {
        var jlink =
                ToolProvider.findFirst("jlink")
                        .orElseThrow(() -> new IOException("this JDK has no jlink"));
        var path =
                names.stream()
                        .map(modules::resolve)
                        .filter(Files::isDirectory)
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
        var said = new StringWriter();
        var writer = new PrintWriter(said, true);
        var exit =
                jlink.run(
                        writer,
                        writer,
                        "--disable-plugin=generate-jli-classes",
                        "--module-path=" + path + File.pathSeparator + compiler,
                        "--add-modules=" + String.join(",", names),
                        "--output=" + to);
        if (exit != 0) {
            throw new IOException("jlink failed: " + said);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
