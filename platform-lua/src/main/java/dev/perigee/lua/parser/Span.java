package dev.perigee.lua.parser;

/**
 * Where something stands in its source.
 *
 * @param start offset of its first byte; sources are decoded as Latin-1, so byte and character
 *     offsets are equal
 * @param end offset after its last byte
 * @param line line on which an error in it is reported, counted from 1
 */
public record Span(int start, int end, int line) {

    /** From the start of this span to the end of another; reported on this one's line. */
    public Span to(Span last) {
        return new Span(start, Math.max(end, last.end), line);
    }

    public Span onLine(int newLine) {
        return new Span(start, end, newLine);
    }
}
