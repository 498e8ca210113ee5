package dev.perigee.projects;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the files that a source file needs: what it names, what those name, and so on. A file that
 * computes a module's name gets everything under {@code lib/}. Names that are not in the project
 * are the platform's, or an error that loading the function will report.
 */
final class ModuleClosure {

    /** The endings that the executor tries, in its order. */
    private static final List<String> LUA_ENDINGS = List.of("", ".lua", ".json", "/init.lua");

    private static final List<String> SCRIPT_ENDINGS =
            List.of("", ".js", ".mjs", ".cjs", ".json", "/index.js", "/index.mjs", "/index.json");

    private final ProjectFiles files;
    private final Map<String, ModuleReferences> scanned = new HashMap<>();

    ModuleClosure(ProjectFiles files) {
        this.files = files;
    }

    /** The file and all that it reaches. */
    SortedMap<String, byte[]> of(String path) {
        var found = new TreeMap<String, byte[]>();
        var open = new ArrayDeque<>(List.of(path));
        while (!open.isEmpty()) {
            var file = open.remove();
            if (found.putIfAbsent(file, files.bytes(file)) == null) {
                open.addAll(reachedFrom(file));
            }
        }
        return found;
    }

    private List<String> reachedFrom(String file) {
        var references = scanned.computeIfAbsent(file, this::scan);
        var reached = new ArrayList<String>();
        for (var name : references.names()) {
            candidates(file, name).filter(files::has).findFirst().ifPresent(reached::add);
        }
        if (references.dynamic()) {
            reached.addAll(files.under("lib/"));
        }
        return reached;
    }

    private ModuleReferences scan(String file) {
        if (file.endsWith(".lua")) {
            return ModuleReferences.inLua(files.text(file));
        }
        if (file.endsWith(".js") || file.endsWith(".mjs") || file.endsWith(".cjs")) {
            return ModuleReferences.inJavaScript(files.text(file));
        }
        return new ModuleReferences(Set.of(), false);
    }

    private static Stream<String> candidates(String file, String name) {
        return file.endsWith(".lua") ? luaCandidates(name) : scriptCandidates(file, name);
    }

    private static Stream<String> luaCandidates(String name) {
        var path = name.contains("/") || name.endsWith(".json") ? name : name.replace('.', '/');
        return Stream.of("app/", "lib/", "")
                .flatMap(folder -> LUA_ENDINGS.stream().map(ending -> folder + path + ending));
    }

    private static Stream<String> scriptCandidates(String file, String name) {
        var relative = name.startsWith("./") || name.startsWith("../");
        var bases =
                relative
                        ? Stream.of(normalized(file.substring(0, file.lastIndexOf('/') + 1) + name))
                        : Stream.of(normalized("lib/" + name), normalized(name));
        return bases.flatMap(base -> SCRIPT_ENDINGS.stream().map(ending -> base + ending));
    }

    private static String normalized(String path) {
        var segments = new ArrayDeque<String>();
        for (var segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return String.join("/", segments);
    }
}
