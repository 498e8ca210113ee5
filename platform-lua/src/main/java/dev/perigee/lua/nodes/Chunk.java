package dev.perigee.lua.nodes;

import com.oracle.truffle.api.source.Source;
import com.oracle.truffle.api.source.SourceSection;
import dev.perigee.lua.runtime.LuaString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A source and its bytes. The parser counts bytes and the source characters; where they differ a
 * table leads from one to the other.
 */
public final class Chunk {

    private final Source source;
    private final LuaString name;
    private final byte[] bytes;
    private final int @Nullable [] characters;

    private Chunk(Source source, LuaString name, byte[] bytes, int @Nullable [] characters) {
        this.source = source;
        this.name = name;
        this.bytes = bytes;
        this.characters = characters;
    }

    /** A chunk from an embedder, whose characters are encoded in UTF-8. */
    public static Chunk ofText(Source source) {
        var text = source.getCharacters().toString();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        blankFirstComment(bytes);
        return new Chunk(
                source,
                LuaString.of("@" + source.getName()),
                bytes,
                bytes.length == text.length() ? null : characterOffsets(text, bytes.length));
    }

    /**
     * A chunk from a Lua string, one character a byte.
     *
     * @param name as it was given, for {@code debug}
     * @param shown the name as messages show it
     */
    public static Chunk ofBytes(byte[] bytes, LuaString name, String shown) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var source = Source.newBuilder("lua", text, shown).cached(false).build();
        return new Chunk(source, name, bytes, null);
    }

    /** A first line that starts with {@code #} lets a script name its interpreter. */
    private static void blankFirstComment(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == '#') {
            for (int i = 0; i < bytes.length && bytes[i] != '\n'; i++) {
                bytes[i] = ' ';
            }
        }
    }

    private static int[] characterOffsets(String text, int length) {
        var offsets = new int[length + 1];
        int at = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int size = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (Character.isSurrogate((char) codePoint) && codePoint < 0x10000) {
                size = 1;
            }
            for (int j = 0; j < size && at < length; j++) {
                offsets[at++] = i;
            }
            i += Character.charCount(codePoint);
        }
        offsets[length] = text.length();
        return offsets;
    }

    /** {@code @file}, {@code =name} or the source itself. */
    String name() {
        return name.toString();
    }

    public byte[] bytes() {
        return bytes;
    }

    public Source source() {
        return source;
    }

    SourceSection section(int start, int end) {
        int from = character(start);
        int to = Math.max(from, character(end));
        return source.createSection(from, to - from);
    }

    /** The line of a byte, counted as the source does. */
    int lineAt(int offset) {
        return source.getLineNumber(character(Math.clamp(offset, 0, bytes.length - 1)));
    }

    /** The line of the first word at or behind an offset. */
    int lineOfNextWord(int offset) {
        int at = offset;
        while (at < bytes.length && !Character.isLetter(bytes[at])) {
            if (bytes[at] == '-') {
                while (at < bytes.length && bytes[at] != '\n') {
                    at++;
                }
            } else {
                at++;
            }
        }
        return lineAt(at);
    }

    private int character(int offset) {
        int inside = Math.clamp(offset, 0, bytes.length);
        return characters == null ? inside : characters[inside];
    }
}
