package dev.perigee.gateway;

import dev.perigee.executor.FunctionId;
import dev.perigee.routes.PercentDecoding;
import org.jspecify.annotations.Nullable;

/** What the gateway itself reads out of raw paths. */
final class Paths {

    private Paths() {}

    static boolean isMalformed(String path) {
        return PercentDecoding.segment(path) == null;
    }

    /** The function that the rest of a {@code /private} path names, or null. */
    static @Nullable FunctionId function(String namespace, String rawName) {
        var trimmed = rawName.endsWith("/") ? rawName.substring(0, rawName.length() - 1) : rawName;
        var name = PercentDecoding.segment(trimmed);
        if (name == null) {
            return null;
        }
        try {
            return new FunctionId(namespace, name);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
