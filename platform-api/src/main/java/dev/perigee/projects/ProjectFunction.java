package dev.perigee.projects;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One function of a project: its handler and the modules that it reaches.
 *
 * @param files contents by path inside the project, with forward slashes; never modified
 */
public record ProjectFunction(
        String name, String runtime, String handler, SortedMap<String, byte[]> files) {

    public ProjectFunction {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** The same for the same code: tells what an edit touched. */
    public String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            add(digest, runtime.getBytes(StandardCharsets.UTF_8));
            add(digest, handler.getBytes(StandardCharsets.UTF_8));
            files.forEach(
                    (path, content) -> {
                        add(digest, path.getBytes(StandardCharsets.UTF_8));
                        add(digest, content);
                    });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
