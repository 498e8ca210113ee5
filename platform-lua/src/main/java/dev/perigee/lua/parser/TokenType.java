package dev.perigee.lua.parser;

import java.util.EnumSet;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The terminals of the grammar, each with the text that error messages show. */
enum TokenType {
    AND("and"),
    BREAK("break"),
    DO("do"),
    ELSE("else"),
    ELSEIF("elseif"),
    END("end"),
    FALSE("false"),
    FOR("for"),
    FUNCTION("function"),
    GOTO("goto"),
    IF("if"),
    IN("in"),
    LOCAL("local"),
    NIL("nil"),
    NOT("not"),
    OR("or"),
    REPEAT("repeat"),
    RETURN("return"),
    THEN("then"),
    TRUE("true"),
    UNTIL("until"),
    WHILE("while"),
    PLUS("+"),
    MINUS("-"),
    STAR("*"),
    SLASH("/"),
    DOUBLE_SLASH("//"),
    PERCENT("%"),
    CARET("^"),
    HASH("#"),
    AMPERSAND("&"),
    TILDE("~"),
    PIPE("|"),
    SHIFT_LEFT("<<"),
    SHIFT_RIGHT(">>"),
    EQUAL("=="),
    NOT_EQUAL("~="),
    LESS_EQUAL("<="),
    GREATER_EQUAL(">="),
    LESS("<"),
    GREATER(">"),
    ASSIGN("="),
    OPEN_PAREN("("),
    CLOSE_PAREN(")"),
    OPEN_BRACE("{"),
    CLOSE_BRACE("}"),
    OPEN_BRACKET("["),
    CLOSE_BRACKET("]"),
    DOUBLE_COLON("::"),
    SEMICOLON(";"),
    COLON(":"),
    COMMA(","),
    DOT("."),
    CONCAT(".."),
    DOTS("..."),
    INTEGER("<integer>"),
    FLOAT("<number>"),
    STRING("<string>"),
    NAME("<name>"),
    UNKNOWN("?"),
    END_OF_CHUNK("<eof>");

    private static final int LONGEST = "function".length();

    private static final Map<String, TokenType> KEYWORDS =
            EnumSet.range(AND, WHILE).stream()
                    .collect(Collectors.toUnmodifiableMap(type -> type.text, Function.identity()));

    final String text;

    TokenType(String text) {
        this.text = text;
    }

    static TokenType ofWord(String word) {
        return word.length() > LONGEST ? NAME : KEYWORDS.getOrDefault(word, NAME);
    }

    boolean endsBlock() {
        return switch (this) {
            case END, ELSE, ELSEIF, UNTIL, END_OF_CHUNK -> true;
            default -> false;
        };
    }

    /** The symbol that begins with these characters, the longest one, or null. */
    static @Nullable TokenType ofSymbol(int first, int second, int third) {
        return switch (first) {
            case '+' -> PLUS;
            case '-' -> MINUS;
            case '*' -> STAR;
            case '/' -> second == '/' ? DOUBLE_SLASH : SLASH;
            case '%' -> PERCENT;
            case '^' -> CARET;
            case '#' -> HASH;
            case '&' -> AMPERSAND;
            case '~' -> second == '=' ? NOT_EQUAL : TILDE;
            case '|' -> PIPE;
            case '<' -> second == '<' ? SHIFT_LEFT : second == '=' ? LESS_EQUAL : LESS;
            case '>' -> second == '>' ? SHIFT_RIGHT : second == '=' ? GREATER_EQUAL : GREATER;
            case '=' -> second == '=' ? EQUAL : ASSIGN;
            case '(' -> OPEN_PAREN;
            case ')' -> CLOSE_PAREN;
            case '{' -> OPEN_BRACE;
            case '}' -> CLOSE_BRACE;
            case '[' -> OPEN_BRACKET;
            case ']' -> CLOSE_BRACKET;
            case ':' -> second == ':' ? DOUBLE_COLON : COLON;
            case ';' -> SEMICOLON;
            case ',' -> COMMA;
            case '.' -> second != '.' ? DOT : third == '.' ? DOTS : CONCAT;
            default -> null;
        };
    }
}
