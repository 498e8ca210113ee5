package dev.perigee.executor;

import java.util.Map;

/**
 * The immutable code of one function version: a small bundle of files and the one that holds the
 * handler.
 *
 * @param hash content hash of runtime, handler and files; equal hashes mean equal code, so contexts
 *     and compiled code are shared by it
 * @param version the number that people see, counted per function from 1
 * @param runtime {@code lua} or {@code javascript}
 * @param handler path of the handler file inside {@code files}
 * @param files file contents by their path inside the bundle, with forward slashes; never modified
 *     after construction
 */
public record FunctionCode(
        FunctionId function,
        String hash,
        int version,
        String runtime,
        String handler,
        Map<String, byte[]> files) {

    public FunctionCode {
        files = Map.copyOf(files);
        if (!files.containsKey(handler)) {
            throw new IllegalArgumentException(
                    "the bundle has no handler file \"" + handler + "\"");
        }
    }
}
