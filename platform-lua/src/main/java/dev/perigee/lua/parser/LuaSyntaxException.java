package dev.perigee.lua.parser;

/**
 * A chunk that is not Lua. The message is the reference's, without the {@code chunk:line:} prefix.
 */
public final class LuaSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Span span;
    private final boolean atEnd;

    LuaSyntaxException(String message, Span span, boolean atEnd) {
        super(message, null, false, false);
        this.span = span;
        this.atEnd = atEnd;
    }

    public Span span() {
        return span;
    }

    /**
     * True when more input could make the chunk complete, as an interactive prompt wants to know.
     */
    public boolean atEnd() {
        return atEnd;
    }
}
