package dev.perigee.lua.runtime;

import java.util.Locale;

/** The events that a metatable can handle (section 2.4). */
@SuppressWarnings({
    "ImmutableEnumChecker",
    "EnumOrdinal"
}) // Strings do not change; ordinals make the bits.
public enum Metamethod {
    INDEX,
    NEWINDEX,
    CALL,
    EQ,
    LT,
    LE,
    LEN,
    CONCAT,
    ADD,
    SUB,
    MUL,
    DIV,
    IDIV,
    MOD,
    POW,
    UNM,
    BAND,
    BOR,
    BXOR,
    SHL,
    SHR,
    BNOT,
    CLOSE,
    TOSTRING,
    NAME,
    PAIRS,
    METATABLE,
    GC,
    MODE;

    /** The field of the metatable, such as {@code __index}. */
    public final LuaString key = LuaString.of("__" + name().toLowerCase(Locale.ROOT));

    final int bit = 1 << ordinal();

    /** The field without its underscores. */
    public String event() {
        return name().toLowerCase(Locale.ROOT);
    }
}
