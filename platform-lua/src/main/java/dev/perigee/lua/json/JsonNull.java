package dev.perigee.lua.json;

import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;

/** {@code cjson.null}: JSON's null as a value of type userdata, because a table cannot hold nil. */
@ExportLibrary(InteropLibrary.class)
public final class JsonNull implements TruffleObject {

    public static final JsonNull NULL = new JsonNull("userdata: NULL");

    /** {@code cjson.empty_array}: encodes as an empty array. */
    public static final JsonNull EMPTY_ARRAY = new JsonNull("userdata: empty array");

    private final String text;

    private JsonNull(String text) {
        this.text = text;
    }

    @ExportMessage
    boolean isNull() {
        return this == NULL;
    }

    @ExportMessage
    Object toDisplayString(boolean allowSideEffects) {
        return text;
    }
}
