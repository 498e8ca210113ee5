package dev.perigee.functions;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A version as the management interface shows it.
 *
 * @param size bytes of all files together
 * @param live whether the alias {@code live} points to it
 * @param files texts by path; absent in lists
 * @param binaryFiles Base64 by path of what is no UTF-8 text; absent when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VersionResponse(
        int number,
        String hash,
        String runtime,
        String handler,
        long size,
        boolean live,
        Instant createdAt,
        @Nullable Map<String, String> files,
        @Nullable Map<String, String> binaryFiles) {

    static VersionResponse of(FunctionQueries.VersionRow row) {
        return of(row, null, null);
    }

    static VersionResponse of(FunctionQueries.VersionRow row, Map<String, byte[]> bundle) {
        var files = new TreeMap<String, String>();
        var binaryFiles = new TreeMap<String, String>();
        bundle.forEach(
                (path, content) -> {
                    var text = text(content);
                    if (text == null) {
                        binaryFiles.put(path, Base64.getEncoder().encodeToString(content));
                    } else {
                        files.put(path, text);
                    }
                });
        return of(row, files, binaryFiles.isEmpty() ? null : binaryFiles);
    }

    private static VersionResponse of(
            FunctionQueries.VersionRow row,
            @Nullable Map<String, String> files,
            @Nullable Map<String, String> binaryFiles) {
        return new VersionResponse(
                row.number(),
                row.hash(),
                row.runtime(),
                row.handler(),
                row.size(),
                row.live(),
                row.createdAt(),
                files,
                binaryFiles);
    }

    private static @Nullable String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
