package dev.perigee.executor.polyglot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a JavaScript file is an ES module or a CommonJS one. */
final class ScriptKind {

    private static final Pattern MODULE =
            Pattern.compile(
                    "(?m)(?:^|[;}])\\s*(?:export\\s+(?:default\\b|const\\b|let\\b|var\\b|function\\b|async\\b|class\\b)"
                        + "|export\\s*[{*]|import\\s*[{*'\"]|import\\s+[\\w$]+)");
    private static final Pattern ASSIGNED =
            Pattern.compile("(?:^|[^\\w$.])(?:module\\.)?exports\\.([A-Za-z_$][\\w$]*)\\s*=[^=]");
    private static final Pattern LITERAL =
            Pattern.compile("module\\.exports\\s*=\\s*\\{([^{}]*)[},:]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*");

    private ScriptKind() {}

    static boolean isModule(String path, String text) {
        if (path.endsWith(".mjs")) {
            return true;
        }
        return !path.endsWith(".cjs") && MODULE.matcher(text).find();
    }

    /** The names that a CommonJS file seems to export, for those who import it. */
    static List<String> exportsOf(String text) {
        var names = new ArrayList<String>();
        var assigned = ASSIGNED.matcher(text);
        while (assigned.find()) {
            names.add(assigned.group(1));
        }
        var literal = LITERAL.matcher(text);
        if (literal.find()) {
            for (var part : literal.group(1).split(",")) {
                var name = part.split("[:(]", 2)[0].strip();
                if (NAME.matcher(name).matches()) {
                    names.add(name);
                }
            }
        }
        return names.stream().distinct().filter(name -> !name.equals("default")).toList();
    }
}
