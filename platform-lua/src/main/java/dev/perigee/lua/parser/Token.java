package dev.perigee.lua.parser;

/**
 * A token. Its value is a {@code String} for a name, {@code byte[]} for a string, {@code Long} or
 * {@code Double} for a number, and the token's text otherwise.
 */
record Token(TokenType type, Span span, Object value) {

    String name() {
        return (String) value;
    }
}
