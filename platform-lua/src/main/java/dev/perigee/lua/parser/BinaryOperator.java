package dev.perigee.lua.parser;

import org.jspecify.annotations.Nullable;

/**
 * The binary operators with their priorities (section 3.4.8 of the manual); the right one decides
 * associativity.
 */
public enum BinaryOperator {
    OR(1, 1),
    AND(2, 2),
    LESS(3, 3),
    GREATER(3, 3),
    LESS_EQUAL(3, 3),
    GREATER_EQUAL(3, 3),
    NOT_EQUAL(3, 3),
    EQUAL(3, 3),
    BIT_OR(4, 4),
    BIT_XOR(5, 5),
    BIT_AND(6, 6),
    SHIFT_LEFT(7, 7),
    SHIFT_RIGHT(7, 7),
    CONCAT(9, 8),
    ADD(10, 10),
    SUBTRACT(10, 10),
    MULTIPLY(11, 11),
    DIVIDE(11, 11),
    FLOOR_DIVIDE(11, 11),
    MODULO(11, 11),
    POWER(14, 13);

    static final int UNARY_PRIORITY = 12;

    final int left;
    final int right;

    BinaryOperator(int left, int right) {
        this.left = left;
        this.right = right;
    }

    static @Nullable BinaryOperator of(TokenType type) {
        return switch (type) {
            case OR -> OR;
            case AND -> AND;
            case LESS -> LESS;
            case GREATER -> GREATER;
            case LESS_EQUAL -> LESS_EQUAL;
            case GREATER_EQUAL -> GREATER_EQUAL;
            case NOT_EQUAL -> NOT_EQUAL;
            case EQUAL -> EQUAL;
            case PIPE -> BIT_OR;
            case TILDE -> BIT_XOR;
            case AMPERSAND -> BIT_AND;
            case SHIFT_LEFT -> SHIFT_LEFT;
            case SHIFT_RIGHT -> SHIFT_RIGHT;
            case CONCAT -> CONCAT;
            case PLUS -> ADD;
            case MINUS -> SUBTRACT;
            case STAR -> MULTIPLY;
            case SLASH -> DIVIDE;
            case DOUBLE_SLASH -> FLOOR_DIVIDE;
            case PERCENT -> MODULO;
            case CARET -> POWER;
            default -> null;
        };
    }
}
