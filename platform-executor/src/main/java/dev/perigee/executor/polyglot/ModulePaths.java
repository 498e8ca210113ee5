package dev.perigee.executor.polyglot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in a bundle a module may be. */
final class ModulePaths {

    private static final List<String> SCRIPT_ENDINGS =
            List.of("", ".js", ".mjs", ".cjs", ".json", "/index.js", "/index.mjs", "/index.json");
    private static final List<String> LUA_ENDINGS = List.of("", ".lua", ".json", "/init.lua");

    private ModulePaths() {}

    /** The first candidate that the bundle has, or null. */
    static @Nullable String find(Collection<String> candidates, Map<String, byte[]> files) {
        for (var candidate : candidates) {
            if (files.containsKey(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /**
     * Relative names from the directory of the file that asks, bare names under lib, then the root.
     */
    static List<String> ofScript(String name, String from) {
        if (name.startsWith("./")
                || name.startsWith("../")
                || name.equals(".")
                || name.equals("..")) {
            int slash = from.lastIndexOf('/');
            return endings(normal(from.substring(0, slash + 1) + name), SCRIPT_ENDINGS);
        }
        if (name.startsWith("/")) {
            return endings(normal(name), SCRIPT_ENDINGS);
        }
        var candidates = endings(normal("lib/" + name), SCRIPT_ENDINGS);
        candidates.addAll(endings(normal(name), SCRIPT_ENDINGS));
        return candidates;
    }

    /** {@code a.b} and {@code a/b} under app, then lib, then the root. */
    static List<String> ofLua(String name) {
        var candidates = new ArrayList<String>();
        var slashed =
                name.indexOf('/') < 0 && !name.endsWith(".json") ? name.replace('.', '/') : name;
        for (var directory : List.of("app/", "lib/", "")) {
            candidates.addAll(endings(normal(directory + slashed), LUA_ENDINGS));
        }
        candidates.removeIf(candidate -> !candidate.contains(".") || candidate.startsWith("."));
        return candidates;
    }

    private static List<String> endings(String path, List<String> endings) {
        var candidates = new ArrayList<String>();
        for (var ending : endings) {
            candidates.add(path + ending);
        }
        return candidates;
    }

    /** Without {@code .} and {@code ..}; what would leave the bundle stays at its root. */
    static String normal(String path) {
        var kept = new ArrayDeque<String>();
        for (var segment : path.split("/")) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        return String.join("/", kept);
    }
}
