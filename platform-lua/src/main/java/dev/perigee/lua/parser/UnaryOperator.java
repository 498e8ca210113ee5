package dev.perigee.lua.parser;

/** The unary operators. */
public enum UnaryOperator {
    NEGATE,
    NOT,
    LENGTH,
    BIT_NOT
}
