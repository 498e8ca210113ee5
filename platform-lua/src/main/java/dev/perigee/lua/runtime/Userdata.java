package dev.perigee.lua.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import org.jspecify.annotations.Nullable;

/** A value that only its library understands, such as a file; its metatable says what it can do. */
@ExportLibrary(InteropLibrary.class)
public abstract class Userdata implements TruffleObject {

    private @Nullable LuaTable metatable;

    public final @Nullable LuaTable metatable() {
        return metatable;
    }

    public final void setMetatable(@Nullable LuaTable table) {
        metatable = table;
    }

    @ExportMessage
    @TruffleBoundary
    final Object toDisplayString(boolean allowSideEffects) {
        return "userdata: " + Conversions.address(this);
    }
}
