package dev.perigee.lua.parser;

import dev.perigee.lua.parser.Expression.Field;
import dev.perigee.lua.parser.Expression.Str;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses expressions (section 3.4) by precedence climbing; bodies of functions go back to the
 * statement parser.
 */
final class ExpressionParser {

    /** As many as fit into the registers of the reference's virtual machine. */
    private static final int MAX_ARGUMENTS = 250;

    private final TokenStream tokens;
    private final Parser statements;

    ExpressionParser(TokenStream tokens, Parser statements) {
        this.tokens = tokens;
        this.statements = statements;
    }

    Expression expression() {
        return operation(0);
    }

    List<Expression> expressionList() {
        var list = new ArrayList<Expression>();
        do {
            list.add(expression());
        } while (tokens.accept(TokenType.COMMA));
        return list;
    }

    private Expression operation(int limit) {
        tokens.enterLevel();
        var left = operand();
        var operator = BinaryOperator.of(tokens.type());
        while (operator != null && operator.left > limit) {
            var line = tokens.advance().span().line();
            var right = operation(operator.right);
            left = combine(operator, left, right, line);
            operator = BinaryOperator.of(tokens.type());
        }
        tokens.leaveLevel();
        return left;
    }

    private static Expression combine(
            BinaryOperator operator, Expression left, Expression right, int line) {
        var span = left.span().to(right.span()).onLine(line);
        return switch (operator) {
            case AND -> new Expression.And(span, left, right);
            case OR -> new Expression.Or(span, left, right);
            default -> new Expression.Binary(span, operator, left, right);
        };
    }

    private Expression operand() {
        var operator =
                switch (tokens.type()) {
                    case MINUS -> UnaryOperator.NEGATE;
                    case NOT -> UnaryOperator.NOT;
                    case HASH -> UnaryOperator.LENGTH;
                    case TILDE -> UnaryOperator.BIT_NOT;
                    default -> null;
                };
        if (operator == null) {
            return simple();
        }
        var at = tokens.advance().span();
        var operand = operation(BinaryOperator.UNARY_PRIORITY);
        return fold(new Expression.Unary(at.to(operand.span()), operator, operand));
    }

    /** A negated literal is a literal. */
    private static Expression fold(Expression.Unary unary) {
        if (unary.operator() == UnaryOperator.NEGATE) {
            if (unary.operand() instanceof Expression.Int(_, long value)) {
                return new Expression.Int(unary.span(), -value);
            }
            if (unary.operand() instanceof Expression.Real(_, double value)) {
                return new Expression.Real(unary.span(), -value);
            }
        }
        return unary;
    }

    private Expression simple() {
        var span = tokens.span();
        return switch (tokens.type()) {
            case INTEGER -> new Expression.Int(span, (Long) tokens.advance().value());
            case FLOAT -> new Expression.Real(span, (Double) tokens.advance().value());
            case STRING -> string();
            case NIL -> {
                tokens.advance();
                yield new Expression.Nil(span);
            }
            case TRUE, FALSE ->
                    new Expression.Bool(span, tokens.advance().type() == TokenType.TRUE);
            case DOTS -> vararg();
            case OPEN_BRACE -> table();
            case FUNCTION -> {
                tokens.advance();
                yield statements.function("anonymous", false, span);
            }
            default -> suffixed();
        };
    }

    private Expression vararg() {
        if (!statements.scope().isVararg) {
            throw tokens.error("cannot use '...' outside a vararg function");
        }
        return new Expression.Vararg(tokens.advance().span());
    }

    Str string() {
        var token = tokens.expect(TokenType.STRING);
        return new Str(token.span(), (byte[]) token.value());
    }

    static Str nameAsString(Token name) {
        return new Str(name.span(), name.name().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A primary expression with its indexes and calls. */
    Expression suffixed() {
        int line = tokens.span().line();
        var result = primary();
        while (true) {
            switch (tokens.type()) {
                case DOT -> {
                    tokens.advance();
                    var name = tokens.expect(TokenType.NAME);
                    result = index(result, nameAsString(name));
                }
                case OPEN_BRACKET -> result = index(result, bracketed());
                case COLON -> {
                    tokens.advance();
                    var name = nameAsString(tokens.expect(TokenType.NAME));
                    var arguments = arguments();
                    var span = result.span().to(tokens.lastSpan()).onLine(line);
                    result = new Expression.MethodCall(span, result, name, arguments);
                }
                case OPEN_PAREN, STRING, OPEN_BRACE -> {
                    var arguments = arguments();
                    var span = result.span().to(tokens.lastSpan()).onLine(line);
                    result = new Expression.Call(span, result, arguments);
                }
                default -> {
                    return result;
                }
            }
        }
    }

    private Expression index(Expression receiver, Expression key) {
        var span = receiver.span().to(tokens.lastSpan()).onLine(tokens.lastSpan().line());
        return new Expression.Index(span, receiver, key);
    }

    private Expression bracketed() {
        tokens.expect(TokenType.OPEN_BRACKET);
        var key = expression();
        tokens.expect(TokenType.CLOSE_BRACKET);
        return key;
    }

    private Expression primary() {
        var span = tokens.span();
        if (tokens.at(TokenType.NAME)) {
            var name = tokens.advance();
            return statements.variable(name.name(), name.span());
        }
        if (tokens.accept(TokenType.OPEN_PAREN)) {
            var inner = expression();
            tokens.expectClosing(TokenType.CLOSE_PAREN, TokenType.OPEN_PAREN, span.line());
            return new Expression.Parenthesised(span.to(tokens.lastSpan()), inner);
        }
        throw tokens.error("unexpected symbol");
    }

    private List<Expression> arguments() {
        return switch (tokens.type()) {
            case STRING -> List.of(string());
            case OPEN_BRACE -> List.of(table());
            case OPEN_PAREN -> {
                int line = tokens.advance().span().line();
                if (tokens.accept(TokenType.CLOSE_PAREN)) {
                    yield List.of();
                }
                var list = expressionList();
                if (list.size() > MAX_ARGUMENTS) {
                    throw tokens.error("function or expression needs too many registers");
                }
                tokens.expectClosing(TokenType.CLOSE_PAREN, TokenType.OPEN_PAREN, line);
                yield list;
            }
            default -> throw tokens.error("function arguments expected");
        };
    }

    private Expression table() {
        var open = tokens.expect(TokenType.OPEN_BRACE).span();
        var fields = new ArrayList<Field>();
        while (!tokens.at(TokenType.CLOSE_BRACE)) {
            fields.add(field());
            if (!tokens.accept(TokenType.COMMA) && !tokens.accept(TokenType.SEMICOLON)) {
                break;
            }
        }
        tokens.expectClosing(TokenType.CLOSE_BRACE, TokenType.OPEN_BRACE, open.line());
        return new Expression.Table(open.to(tokens.lastSpan()), fields);
    }

    private Field field() {
        if (tokens.at(TokenType.NAME) && tokens.peekType() == TokenType.ASSIGN) {
            var name = nameAsString(tokens.advance());
            tokens.expect(TokenType.ASSIGN);
            return new Field(name, expression());
        }
        if (tokens.at(TokenType.OPEN_BRACKET)) {
            var key = bracketed();
            tokens.expect(TokenType.ASSIGN);
            return new Field(key, expression());
        }
        return new Field(null, expression());
    }
}
