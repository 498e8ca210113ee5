package dev.perigee.lua.parser;

import dev.perigee.lua.parser.LocalVariable.Attribute;
import dev.perigee.lua.parser.Statement.Range;
import java.util.ArrayList;
import java.util.List;

/** Parses the for loops (section 3.3.5). */
final class LoopParser {

    /** Iterator, state, control and closing value of a generic loop. */
    private static final int GENERIC_STATE = 4;

    /** Index, rounds left or limit, and step of a numeric loop. */
    private static final int NUMERIC_STATE = 3;

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final Parser parser;

    LoopParser(TokenStream tokens, ExpressionParser expressions, Parser parser) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.parser = parser;
    }

    Statement forStatement(Span span) {
        tokens.advance();
        var first = tokens.expect(TokenType.NAME);
        return switch (tokens.type()) {
            case ASSIGN -> numericFor(span, first);
            case COMMA, IN -> genericFor(span, first);
            default -> throw tokens.error("'=' or 'in' expected");
        };
    }

    private Statement numericFor(Span span, Token name) {
        tokens.advance();
        var start = expressions.expression();
        tokens.expect(TokenType.COMMA);
        var limit = expressions.expression();
        var step = tokens.accept(TokenType.COMMA) ? expressions.expression() : null;
        var visible = new ArrayList<>(state(NUMERIC_STATE, span));
        var variable = parser.scope().declare(name.name(), Attribute.NONE, name.span());
        visible.add(variable);
        var block = loopBody(span, visible);
        return new Statement.NumericFor(
                span.to(tokens.lastSpan()),
                variable,
                visible.getFirst(),
                new Range(start, limit, step),
                block);
    }

    private Statement genericFor(Span span, Token first) {
        var state = state(GENERIC_STATE, span);
        var variables = new ArrayList<LocalVariable>();
        variables.add(parser.scope().declare(first.name(), Attribute.NONE, first.span()));
        while (tokens.accept(TokenType.COMMA)) {
            var name = tokens.expect(TokenType.NAME);
            variables.add(parser.scope().declare(name.name(), Attribute.NONE, name.span()));
        }
        tokens.expect(TokenType.IN);
        int line = tokens.span().line();
        var values = expressions.expressionList();
        var visible = new ArrayList<>(state);
        visible.addAll(variables);
        var block = loopBody(span, visible);
        return new Statement.GenericFor(
                span.to(tokens.lastSpan()).onLine(line),
                List.copyOf(variables),
                state.getFirst(),
                values,
                block);
    }

    /** Hidden locals in a row. */
    private List<LocalVariable> state(int count, Span span) {
        var state = new ArrayList<LocalVariable>();
        for (int i = 0; i < count; i++) {
            state.add(parser.scope().declare("(for state)", Attribute.CLOSE, span));
        }
        return state;
    }

    private Block loopBody(Span span, List<LocalVariable> variables) {
        tokens.expect(TokenType.DO);
        parser.scope().openBlock(true);
        var block = parser.block(false, variables);
        parser.scope().closeBlock(tokens.span().start());
        tokens.expectClosing(TokenType.END, TokenType.FOR, span.line());
        return block;
    }
}
