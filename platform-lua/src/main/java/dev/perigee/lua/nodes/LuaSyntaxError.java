package dev.perigee.lua.nodes;

import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.source.SourceSection;
import dev.perigee.lua.parser.LuaSyntaxException;

/**
 * A chunk that is not Lua, as embedders see it: {@code chunk:line: message}, with a source
 * location.
 */
@ExportLibrary(InteropLibrary.class)
public final class LuaSyntaxError extends AbstractTruffleException {

    private static final long serialVersionUID = 1L;

    private final transient SourceSection section;
    private final boolean incomplete;

    LuaSyntaxError(Chunk chunk, LuaSyntaxException cause) {
        super(chunk.source().getName() + ":" + cause.span().line() + ": " + cause.getMessage());
        section = chunk.section(cause.span().start(), cause.span().end());
        incomplete = cause.atEnd();
    }

    @ExportMessage
    ExceptionType getExceptionType() {
        return ExceptionType.PARSE_ERROR;
    }

    @ExportMessage
    boolean isExceptionIncompleteSource() {
        return incomplete;
    }

    @ExportMessage
    boolean hasSourceLocation() {
        return true;
    }

    @ExportMessage(name = "getSourceLocation")
    SourceSection sourceLocation() {
        return section;
    }
}
