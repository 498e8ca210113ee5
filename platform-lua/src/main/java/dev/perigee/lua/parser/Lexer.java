package dev.perigee.lua.parser;

import com.oracle.truffle.api.TruffleSafepoint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Splits a chunk's bytes into tokens. Errors are reported where the reference reports them. A token
 * may be as long as a string, so that looking at bytes is a safepoint.
 */
final class Lexer {

    private static final int END = -1;
    private static final int POLL_MASK = 0xffff;

    private final byte[] source;
    private int position;
    private int line;
    private int tokenStart;

    /**
     * @param firstLine the number of the first line; a negative one counts for all lines
     */
    Lexer(byte[] source, int firstLine) {
        this.source = source;
        line = firstLine;
    }

    int line() {
        return line;
    }

    Token next() {
        skipBlanks();
        tokenStart = position;
        int c = peek();
        if (c == END) {
            return token(TokenType.END_OF_CHUNK);
        }
        if (isLetter(c)) {
            return word();
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            return number();
        }
        if (c == '"' || c == '\'') {
            return new QuotedString().read(c);
        }
        if (c == '[' && longBracketLevel() >= 0) {
            return token(TokenType.STRING, longBracket("string"));
        }
        return symbol(c);
    }

    private void skipBlanks() {
        while (true) {
            int c = peek();
            if (c == '\n' || c == '\r') {
                newLine();
            } else if (isSpace(c)) {
                position++;
            } else if (c == '-' && peek(1) == '-') {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        tokenStart = position;
        position += 2;
        if (peek() == '[' && longBracketLevel() >= 0) {
            longBracket("comment");
            return;
        }
        while (peek() != END && peek() != '\n' && peek() != '\r') {
            position++;
        }
    }

    private void newLine() {
        int first = peek();
        position++;
        int second = peek();
        if ((second == '\n' || second == '\r') && second != first) {
            position++;
        }
        if (line > 0) {
            line++;
        }
    }

    private Token word() {
        while (isLetter(peek()) || isDigit(peek())) {
            position++;
        }
        var text = text(tokenStart, position);
        return token(TokenType.ofWord(text), text);
    }

    private Token number() {
        String exponent = "eE";
        if (peek() == '0' && (peek(1) | 0x20) == 'x') {
            exponent = "pP";
            position += 2;
        }
        while (true) {
            int c = peek();
            if (c != END && exponent.indexOf(c) >= 0) {
                position++;
                if (peek() == '+' || peek() == '-') {
                    position++;
                }
            } else if (Character.digit(Math.max(c, 0), 16) >= 0 || c == '.') {
                position++;
            } else {
                break;
            }
        }
        if (isLetter(peek())) {
            position++;
        }
        var value = LuaNumbers.parse(text(tokenStart, position));
        if (value == null) {
            throw error("malformed number", true);
        }
        return token(value instanceof Long ? TokenType.INTEGER : TokenType.FLOAT, value);
    }

    /** The level of a long bracket that starts here, or -1. Does not move. */
    private int longBracketLevel() {
        int level = 0;
        while (peek(1 + level) == '=') {
            level++;
        }
        if (peek(1 + level) == '[') {
            return level;
        }
        if (level > 0) {
            position += level + 1;
            throw error("invalid long string delimiter", true);
        }
        return -1;
    }

    private byte[] longBracket(String what) {
        int startLine = line;
        int level = longBracketLevel();
        position += level + 2;
        if (peek() == '\n' || peek() == '\r') {
            newLine();
        }
        var content = new ByteArrayOutputStream();
        while (true) {
            int c = peek();
            if (c == END) {
                var message =
                        "unfinished long "
                                + what
                                + " (starting at line "
                                + startLine
                                + ") near <eof>";
                throw new LuaSyntaxException(message, span(), true);
            } else if (c == ']' && closesLongBracket(level)) {
                position += level + 2;
                return content.toByteArray();
            } else if (c == '\n' || c == '\r') {
                newLine();
                content.write('\n');
            } else {
                content.write(c);
                position++;
            }
        }
    }

    private boolean closesLongBracket(int level) {
        for (int i = 1; i <= level; i++) {
            if (peek(i) != '=') {
                return false;
            }
        }
        return peek(level + 1) == ']';
    }

    private Token symbol(int c) {
        var type = TokenType.ofSymbol(c, peek(1), peek(2));
        if (type != null) {
            position += type.text.length();
            return token(type);
        }
        position++;
        return token(TokenType.UNKNOWN, String.valueOf((char) c));
    }

    private Token token(TokenType type) {
        return token(type, type.text);
    }

    private Token token(TokenType type, Object value) {
        return new Token(type, span(), value);
    }

    private Span span() {
        return new Span(tokenStart, position, line);
    }

    private LuaSyntaxException error(String message, boolean near) {
        var shown = near ? message + " near '" + text(tokenStart, position) + "'" : message;
        return new LuaSyntaxException(shown, span(), false);
    }

    /** A token as messages show it. */
    String shown(Token token) {
        var span = token.span();
        var text =
                new String(source, span.start(), span.end() - span.start(), StandardCharsets.UTF_8);
        int first = source[span.start()] & 0xff;
        boolean printable = span.end() - span.start() > 1 || (first >= ' ' && first < 127);
        return printable ? text : "<\\" + first + ">";
    }

    String text(int start, int end) {
        return new String(source, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private int peek() {
        return peek(0);
    }

    private int peek(int ahead) {
        int at = position + ahead;
        if ((at & POLL_MASK) == POLL_MASK) {
            TruffleSafepoint.poll(null);
        }
        return at < source.length ? source[at] & 0xff : END;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Reads a quoted string with its escapes (section 3.1). */
    private final class QuotedString {

        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Token read(int quote) {
            position++;
            while (peek() != quote) {
                int c = peek();
                if (c == END) {
                    throw unfinished();
                } else if (c == '\n' || c == '\r') {
                    throw error("unfinished string", true);
                } else if (c == '\\') {
                    escape();
                } else {
                    content.write(c);
                    position++;
                }
            }
            position++;
            return token(TokenType.STRING, content.toByteArray());
        }

        private void escape() {
            position++;
            int c = peek();
            switch (c) {
                case 'a' -> simple(7);
                case 'b' -> simple('\b');
                case 'f' -> simple('\f');
                case 'n' -> simple('\n');
                case 'r' -> simple('\r');
                case 't' -> simple('\t');
                case 'v' -> simple(11);
                case '\\', '"', '\'' -> simple(c);
                case '\n', '\r' -> {
                    newLine();
                    content.write('\n');
                }
                case 'x' -> hexadecimal();
                case 'u' -> unicode();
                case 'z' -> skipSpace();
                case END -> throw unfinished();
                default -> decimal(c);
            }
        }

        private LuaSyntaxException unfinished() {
            return new LuaSyntaxException("unfinished string near <eof>", span(), true);
        }

        private void simple(int value) {
            content.write(value);
            position++;
        }

        private void skipSpace() {
            position++;
            while (isSpace(peek())) {
                if (peek() == '\n' || peek() == '\r') {
                    newLine();
                } else {
                    position++;
                }
            }
        }

        private void hexadecimal() {
            position++;
            int value = 0;
            for (int i = 0; i < 2; i++) {
                value = value * 16 + hexDigit("hexadecimal digit expected");
            }
            content.write(value);
        }

        private int hexDigit(String message) {
            int digit = peek() < 128 ? Character.digit(Math.max(peek(), 0), 16) : -1;
            if (digit < 0) {
                throw escapeError(message);
            }
            position++;
            return digit;
        }

        private void unicode() {
            position++;
            if (peek() != '{') {
                throw escapeError("missing '{' in \\u{xxxx}");
            }
            position++;
            long value = hexDigit("hexadecimal digit expected");
            while (peek() != '}' && peek() != END && Character.digit(peek(), 16) >= 0) {
                value = value * 16 + Character.digit(peek(), 16);
                if (value > 0x7fff_ffffL) {
                    throw escapeError("UTF-8 value too large");
                }
                position++;
            }
            if (peek() != '}') {
                throw escapeError("missing '}' in \\u{xxxx}");
            }
            position++;
            Utf8.encode(value, content);
        }

        private void decimal(int c) {
            if (!isDigit(c)) {
                throw escapeError("invalid escape sequence");
            }
            int value = 0;
            for (int i = 0; i < 3 && isDigit(peek()); i++) {
                value = value * 10 + peek() - '0';
                position++;
            }
            if (value > 255) {
                throw escapeError("decimal escape too large");
            }
            content.write(value);
        }

        private LuaSyntaxException escapeError(String message) {
            if (peek() != END) {
                position++;
            }
            return error(message, true);
        }
    }
}
