package dev.perigee.lua.parser;

import com.oracle.truffle.api.TruffleSafepoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parser's view of the tokens: one current, one ahead, and the errors that name them. */
final class TokenStream {

    /**
     * As deep as the reference lets constructs nest; also keeps hostile input off the Java stack.
     */
    private static final int MAX_LEVELS = 200;

    /** A source may be large: every so many tokens are a safepoint. */
    private static final int POLL_MASK = 0xff;

    /** Fields of {@code debug} that show whether two closures share a variable. */
    private static final Set<String> UPVALUE_ACCESS =
            Set.of("setupvalue", "upvalueid", "upvaluejoin");

    private final Lexer lexer;
    private Token current;
    private Token previous;
    private @Nullable Token ahead;
    private int levels;
    private int advances;
    private boolean namesUpvalueAccess;

    TokenStream(byte[] source, int firstLine) {
        lexer = new Lexer(source, firstLine);
        current = lexer.next();
        previous = current;
    }

    /** Whether the tokens so far name a function that can tell shared variables from copies. */
    boolean namesUpvalueAccess() {
        return namesUpvalueAccess;
    }

    Token current() {
        return current;
    }

    TokenType type() {
        return current.type();
    }

    Span span() {
        return current.span();
    }

    /** Where the last consumed token stood. */
    Span lastSpan() {
        return previous.span();
    }

    Token advance() {
        previous = current;
        current = ahead != null ? ahead : lexer.next();
        ahead = null;
        if (previous.type() == TokenType.NAME && UPVALUE_ACCESS.contains(previous.name())) {
            namesUpvalueAccess = true;
        }
        if ((++advances & POLL_MASK) == 0) {
            TruffleSafepoint.poll(null);
        }
        return previous;
    }

    TokenType peekType() {
        if (ahead == null) {
            ahead = lexer.next();
        }
        return ahead.type();
    }

    boolean at(TokenType type) {
        return current.type() == type;
    }

    boolean accept(TokenType type) {
        if (current.type() != type) {
            return false;
        }
        advance();
        return true;
    }

    Token expect(TokenType type) {
        if (current.type() != type) {
            throw error(quote(type) + " expected");
        }
        return advance();
    }

    /** Expects what closes a construct; far from its start, the message says what it closes. */
    void expectClosing(TokenType closing, TokenType opening, int openedOnLine) {
        if (current.type() == closing) {
            advance();
        } else if (openedOnLine == current.span().line()) {
            throw error(quote(closing) + " expected");
        } else {
            throw error(
                    quote(closing)
                            + " expected (to close "
                            + quote(opening)
                            + " at line "
                            + openedOnLine
                            + ")");
        }
    }

    private static String quote(TokenType type) {
        return type.text.startsWith("<") && type.text.length() > 2
                ? type.text
                : "'" + type.text + "'";
    }

    void enterLevel() {
        if (++levels > MAX_LEVELS) {
            throw new LuaSyntaxException(
                    "C stack overflow (limit is " + MAX_LEVELS + " levels)", span(), false);
        }
    }

    void leaveLevel() {
        levels--;
    }

    LuaSyntaxException error(String message) {
        boolean atEnd = current.type() == TokenType.END_OF_CHUNK;
        var near = atEnd ? "<eof>" : "'" + lexer.shown(current) + "'";
        return new LuaSyntaxException(message + " near " + near, current.span(), atEnd);
    }

    LuaSyntaxException errorAt(String message, Span span) {
        return new LuaSyntaxException(message, span, false);
    }
}
