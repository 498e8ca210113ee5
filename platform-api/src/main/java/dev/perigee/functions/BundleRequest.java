package dev.perigee.functions;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The code and settings of a function as callers send them.
 *
 * @param handler the file with the handler; not needed for a single file
 * @param source the handler's text, short for one entry of {@code files}
 * @param files texts by path
 * @param binaryFiles Base64 by path
 * @param environment replaces the variables when given
 * @param limits replaces the limits when given
 */
public record BundleRequest(
        @Nullable String runtime,
        @Nullable String handler,
        @Nullable String source,
        @Nullable Map<String, String> files,
        @Nullable Map<String, String> binaryFiles,
        @Nullable Map<String, String> environment,
        @Nullable LimitOverrides limits) {

    Map<String, String> filesOrNone() {
        return files == null ? Map.of() : files;
    }

    Map<String, String> binaryFilesOrNone() {
        return binaryFiles == null ? Map.of() : binaryFiles;
    }
}
