package dev.perigee.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;

/**
 * An HTTP answer before it is written.
 *
 * @param headers in order, repeated names kept
 */
record Answer(int status, List<Map.Entry<String, String>> headers, Body body) {

    /** What follows the headers. */
    sealed interface Body {

        /** JSON text between two pieces of ASCII; sent as {@code application/json}. */
        record Json(String before, String json, String after) implements Body {}

        /** Bytes whose type the headers say. */
        record Bytes(byte[] bytes) implements Body {}
    }

    static Answer json(int status, String before, String json, String after) {
        return new Answer(status, List.of(), new Body.Json(before, json, after));
    }

    static Answer error(int status, String message) {
        return json(status, "", JsonWriter.error(message), "");
    }

    static Answer text(int status, String text) {
        return new Answer(
                status,
                List.of(Map.entry("Content-Type", "text/plain; charset=utf-8")),
                new Body.Bytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    static Answer empty(int status) {
        return new Answer(status, List.of(), new Body.Bytes(new byte[0]));
    }

    Answer with(String name, String value) {
        var all = new java.util.ArrayList<>(headers);
        all.add(Map.entry(name, value));
        return new Answer(status, all, body);
    }

    ByteBuf encode(ByteBufAllocator allocator) {
        return switch (body) {
            case Body.Bytes(var bytes) -> Unpooled.wrappedBuffer(bytes);
            case Body.Json(var before, var json, var after) -> {
                var size =
                        before.length() + after.length() + ByteBufUtil.utf8MaxBytes(json.length());
                var buffer = allocator.buffer(exact(json, size) + before.length() + after.length());
                buffer.writeCharSequence(before, java.nio.charset.StandardCharsets.US_ASCII);
                ByteBufUtil.writeUtf8(buffer, json);
                buffer.writeCharSequence(after, java.nio.charset.StandardCharsets.US_ASCII);
                yield buffer;
            }
        };
    }

    /** Long texts are measured first: three bytes a character would waste too much memory. */
    private static int exact(String json, int most) {
        return json.length() > 4_096 ? ByteBufUtil.utf8Bytes(json) : most;
    }
}
