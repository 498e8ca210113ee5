package dev.perigee.lua.runtime;

import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;

/**
 * {@code os.exit}: unwinds everything; embedders see an exit with a status. Lua code cannot catch
 * it.
 */
@ExportLibrary(InteropLibrary.class)
public final class LuaExit extends AbstractTruffleException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public LuaExit(int status) {
        super("exit " + status);
        this.status = status;
    }

    @ExportMessage
    ExceptionType getExceptionType() {
        return ExceptionType.EXIT;
    }

    @ExportMessage
    int getExceptionExitStatus() {
        return status;
    }
}
