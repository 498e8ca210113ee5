package dev.perigee.functions;

import dev.perigee.executor.FunctionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names code by its content. The function's own name is part of it, so that two functions with
 * equal code never share contexts, and with them globals.
 */
public final class CodeHash {

    private CodeHash() {}

    public static String of(
            FunctionId function, String runtime, String handler, Map<String, byte[]> files) {
        var digest = sha256();
        add(digest, function.namespace().getBytes(StandardCharsets.UTF_8));
        add(digest, function.name().getBytes(StandardCharsets.UTF_8));
        add(digest, runtime.getBytes(StandardCharsets.UTF_8));
        add(digest, handler.getBytes(StandardCharsets.UTF_8));
        new TreeMap<>(files)
                .forEach(
                        (path, content) -> {
                            add(digest, path.getBytes(StandardCharsets.UTF_8));
                            add(digest, content);
                        });
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static void add(MessageDigest digest, byte[] part) {
        var length = part.length;
        digest.update(
                new byte[] {
                    (byte) (length >>> 24),
                    (byte) (length >>> 16),
                    (byte) (length >>> 8),
                    (byte) length
                });
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
