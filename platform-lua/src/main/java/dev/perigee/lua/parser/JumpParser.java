package dev.perigee.lua.parser;

import java.util.ArrayList;
import java.util.List;

/** Parses labels, {@code goto} and {@code break} (sections 3.3.4 and 3.3.5). */
final class JumpParser {

    private final TokenStream tokens;
    private final Parser parser;

    JumpParser(TokenStream tokens, Parser parser) {
        this.tokens = tokens;
        this.parser = parser;
    }

    /**
     * Labels in a row, with empty statements between them: at the end of a block all of them count
     * as standing there.
     */
    List<Statement> labels() {
        var names = new ArrayList<Token>();
        while (tokens.at(TokenType.DOUBLE_COLON) || tokens.at(TokenType.SEMICOLON)) {
            if (tokens.advance().type() == TokenType.DOUBLE_COLON) {
                names.add(tokens.expect(TokenType.NAME));
                tokens.expect(TokenType.DOUBLE_COLON);
            }
        }
        boolean last = tokens.type().endsBlock() && !tokens.at(TokenType.UNTIL);
        var block = parser.scope().block();
        var labels = new ArrayList<Statement>();
        for (var name : names) {
            block.requireNewLabel(name.name(), name.span());
            var jump = block.addLabel(name.name(), name.span(), parser.scope(), last);
            labels.add(new Statement.Label(name.span(), jump));
        }
        return labels;
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
