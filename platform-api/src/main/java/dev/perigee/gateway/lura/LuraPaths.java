package dev.perigee.gateway.lura;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hosts, paths and their parameters as Lura reads them. */
final class LuraPaths {

    private static final Pattern HOST =
            Pattern.compile("(https?://)?([a-zA-Z0-9._\\-]+)(:[0-9]{2,6})?/?");
    private static final Pattern REFUSED =
            Pattern.compile("^[^/]|\\*.|/__(debug|echo|health)(/.*)?$");
    private static final Pattern STRICT = Pattern.compile("/\\{([a-zA-Z\\-_0-9]+)}");
    private static final Pattern SIMPLE = Pattern.compile("\\{([\\w\\-.:/]+)}");
    private static final Pattern FROM_ELSEWHERE =
            Pattern.compile("(resp[\\d]+_.+)?(JWT\\.([\\w\\-.:/]+))?");

    private LuraPaths() {}

    /** The host with its scheme and without a slash; null when it is none. */
    static @Nullable String cleanHost(String host) {
        if (host.startsWith("function:")) {
            return host;
        }
        var matcher = HOST.matcher(host);
        if (!matcher.find()) {
            return null;
        }
        var clean =
                Objects.toString(matcher.group(1), "http://")
                        + matcher.group(2)
                        + Objects.toString(matcher.group(3), "");
        return matcher.find() ? null : clean;
    }

    static String cleanPath(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    static boolean isRefused(String path) {
        return REFUSED.matcher(path).find();
    }

    /** The parameters of an endpoint's path, sorted. */
    static List<String> inputs(String path, boolean strict) {
        return List.copyOf(new TreeSet<>(names(path, strict ? STRICT : SIMPLE)));
    }

    /** The parameters of a backend's pattern, sorted. */
    static List<String> outputs(String pattern) {
        return List.copyOf(new TreeSet<>(names(pattern, SIMPLE)));
    }

    private static List<String> names(String text, Pattern pattern) {
        var names = new ArrayList<String>();
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** What is wrong with a backend's parameters, in Lura's words; null when nothing is. */
    static @Nullable String mismatch(String where, List<String> inputs, List<String> outputs) {
        var lists = ". input: " + go(inputs) + ", output: " + go(outputs);
        // Lura does not count the last one.
        var counted =
                outputs.stream()
                        .limit(Math.max(0, outputs.size() - 1))
                        .filter(name -> !isFromElsewhere(name))
                        .count();
        if (counted > inputs.size()) {
            return "input and output params do not match. " + where + lists;
        }
        for (var name : outputs) {
            if (!isFromElsewhere(name) && !inputs.contains(name)) {
                return "undefined output param '" + name + "'! " + where + lists;
            }
        }
        return null;
    }

    private static boolean isFromElsewhere(String name) {
        return FROM_ELSEWHERE.matcher(name).matches();
    }

    private static String go(Collection<String> names) {
        return "[" + String.join(" ", names) + "]";
    }

    /** The path as the gateway's routes are written. */
    static String route(String path, List<String> inputs) {
        var route = path;
        for (var name : inputs) {
            route = route.replace("{" + name + "}", ":" + name);
        }
        return route;
    }
}
