package dev.perigee.lua.parser;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression of the syntax tree. A global {@code x} is {@code _ENV.x}, an {@link Index} of a
 * variable.
 */
public sealed interface Expression {

    Span span();

    /** The literal {@code nil}. */
    record Nil(Span span) implements Expression {}

    /** A boolean literal. */
    record Bool(Span span, boolean value) implements Expression {}

    /** An integer literal. */
    record Int(Span span, long value) implements Expression {}

    /** A float literal. */
    record Real(Span span, double value) implements Expression {}

    /** A string literal. */
    record Str(Span span, byte[] value) implements Expression {}

    /** The {@code ...} of a vararg function. */
    record Vararg(Span span) implements Expression {}

    /** A local variable of the current function. */
    record Local(Span span, LocalVariable variable) implements Expression {}

    /** A variable of an enclosing function, by its place in the function's list of upvalues. */
    record Upvalue(Span span, String name, int index, LocalVariable variable)
            implements Expression {}

    /** {@code receiver[key]}, {@code receiver.key} or a global. */
    record Index(Span span, Expression receiver, Expression key) implements Expression {}

    /** A call; its last argument may bring several values. */
    record Call(Span span, Expression function, List<Expression> arguments) implements Expression {}

    /** {@code receiver:name(arguments)}. */
    record MethodCall(Span span, Expression receiver, Str name, List<Expression> arguments)
            implements Expression {}

    /** A binary operation other than {@code and} and {@code or}. */
    record Binary(Span span, BinaryOperator operator, Expression left, Expression right)
            implements Expression {}

    /** {@code left and right}. */
    record And(Span span, Expression left, Expression right) implements Expression {}

    /** {@code left or right}. */
    record Or(Span span, Expression left, Expression right) implements Expression {}

    /** A unary operation. */
    record Unary(Span span, UnaryOperator operator, Expression operand) implements Expression {}

    /** A parenthesised expression, which is always one value. */
    record Parenthesised(Span span, Expression inner) implements Expression {}

    /** A function expression. */
    record Function(Span span, FunctionBody body) implements Expression {}

    /** A table constructor. */
    record Table(Span span, List<Field> fields) implements Expression {}

    /** One field of a constructor; without a key it is the next positional one. */
    record Field(@Nullable Expression key, Expression value) {}

    /** Whether it can bring any number of values. */
    default boolean isMultiple() {
        return this instanceof Call || this instanceof MethodCall || this instanceof Vararg;
    }
}
