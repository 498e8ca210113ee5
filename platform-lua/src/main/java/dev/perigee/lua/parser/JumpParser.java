package dev.perigee.lua.parser;

/** Parses labels, {@code goto} and {@code break} (sections 3.3.4 and 3.3.5). */
final class JumpParser {

    private final TokenStream tokens;
    private final Parser parser;

    JumpParser(TokenStream tokens, Parser parser) {
        this.tokens = tokens;
        this.parser = parser;
    }

    Statement label(Span span) {
        tokens.advance();
        var name = tokens.expect(TokenType.NAME);
        tokens.expect(TokenType.DOUBLE_COLON);
        var block = parser.scope().block();
        block.requireNewLabel(name.name(), span);
        while (tokens.accept(TokenType.SEMICOLON)) {
            // Empty statements after a label do not make it less the last one.
        }
        boolean last = tokens.type().endsBlock() && !tokens.at(TokenType.UNTIL);
        var jump = block.addLabel(name.name(), name.span(), parser.scope(), last);
        return new Statement.Label(span.to(tokens.lastSpan()), jump);
    }

    Statement breakStatement(Span span) {
        tokens.advance();
        if (!parser.scope().block().insideLoop()) {
            throw tokens.errorAt("break outside a loop at line " + span.line(), span);
        }
        return new Statement.Break(span);
    }

    Statement gotoStatement(Span span) {
        tokens.advance();
        var name = tokens.expect(TokenType.NAME);
        var reference = new Statement.Reference();
        parser.scope().block().addGoto(name.name(), name.span(), parser.scope(), reference);
        return new Statement.Goto(span.to(name.span()), reference);
    }
}
