package dev.perigee.lua.parser;

import dev.perigee.lua.parser.FunctionBody.Capture;
import dev.perigee.lua.parser.LocalVariable.Attribute;
import dev.perigee.lua.parser.Statement.Branch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses a chunk by recursive descent and resolves its names on the way. One parser parses one
 * chunk. Deep nesting is refused before it can exhaust the stack, so no input makes it throw
 * anything but {@link LuaSyntaxException}.
 */
public final class Parser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final JumpParser jumps;
    private final LoopParser loops;
    private @Nullable FunctionScope scope;

    /** What the next function captures whether or not it names it. */
    private List<Capture> restored = List.of();

    private Parser(byte[] source, int firstLine) {
        tokens = new TokenStream(source, firstLine);
        expressions = new ExpressionParser(tokens, this);
        jumps = new JumpParser(tokens, this);
        loops = new LoopParser(tokens, expressions, this);
    }

    /**
     * Parses a whole chunk into a vararg function whose first upvalue is {@code _ENV}.
     *
     * @throws LuaSyntaxException with the reference's message when the source is not Lua
     */
    public static FunctionBody parse(byte[] source) {
        return new Parser(source, 1).chunk();
    }

    /** Parses a single function; all that it captures lives in cells. */
    public static FunctionBody parse(FunctionSource function) {
        boolean stripped = function.kind().isStripped();
        return new Parser(function.text(), stripped ? -1 : function.line()).single(function);
    }

    private FunctionBody single(FunctionSource function) {
        var start = tokens.span();
        while (!tokens.at(TokenType.OPEN_PAREN) && !tokens.at(TokenType.END_OF_CHUNK)) {
            tokens.advance();
        }
        scope = new FunctionScope(null, 0, true);
        for (var name : function.upvalues()) {
            var variable = new LocalVariable(name, Attribute.NONE, -1);
            variable.capture();
            variable.reassign();
            scope().addCapture(new Capture(name, variable, true, -1), start);
        }
        restored = scope().captures();
        var body = function("anonymous", function.kind().isMethod(), start).body();
        if (!tokens.at(TokenType.END_OF_CHUNK)) {
            throw tokens.error("'<eof>' expected");
        }
        return body;
    }

    private FunctionBody chunk() {
        var environment = new LocalVariable("_ENV", Attribute.NONE, -1);
        environment.capture();
        scope = new FunctionScope(null, 0, true);
        scope().addCapture(new Capture("_ENV", environment, true, -1), tokens.span());
        var block = block(false);
        if (!tokens.at(TokenType.END_OF_CHUNK)) {
            throw tokens.error("'<eof>' expected");
        }
        if (tokens.namesUpvalueAccess()) {
            scope().captured().forEach(LocalVariable::reassign);
        }
        return new FunctionBody(
                "main chunk", List.of(), true, scope().captures(), block, scope().locals());
    }

    FunctionScope scope() {
        return Objects.requireNonNull(scope);
    }

    /** Resolves a name to a local, an upvalue or a field of {@code _ENV}. */
    Expression variable(String name, Span span) {
        var found = localOrUpvalue(name, span);
        if (found != null) {
            return found;
        }
        var environment = Objects.requireNonNull(localOrUpvalue("_ENV", span));
        var key = new Expression.Str(span, name.getBytes(StandardCharsets.ISO_8859_1));
        return new Expression.Index(span, environment, key);
    }

    private @Nullable Expression localOrUpvalue(String name, Span span) {
        var local = scope().findLocal(name);
        if (local != null) {
            return new Expression.Local(span, local);
        }
        int upvalue = scope().findUpvalue(name, span);
        return upvalue < 0
                ? null
                : new Expression.Upvalue(span, name, upvalue, scope().capturedVariable(upvalue));
    }

    Expression.Function function(String name, boolean isMethod, Span start) {
        int line = start.line();
        tokens.expect(TokenType.OPEN_PAREN);
        var names = new ArrayList<Token>();
        boolean isVararg = false;
        while (!tokens.at(TokenType.CLOSE_PAREN) && !isVararg) {
            if (tokens.accept(TokenType.DOTS)) {
                isVararg = true;
            } else if (tokens.at(TokenType.NAME)) {
                names.add(tokens.advance());
            } else {
                throw tokens.error("<name> expected");
            }
            if (isVararg || !tokens.accept(TokenType.COMMA)) {
                break;
            }
            if (tokens.at(TokenType.CLOSE_PAREN)) {
                throw tokens.error("<name> expected");
            }
        }
        scope = new FunctionScope(scope, line, isVararg);
        for (int i = 0; i < restored.size(); i++) {
            var capture = restored.get(i);
            scope().addCapture(new Capture(capture.name(), capture.variable(), false, i), start);
        }
        restored = List.of();
        var parameters = parameters(names, isMethod, start);
        tokens.expect(TokenType.CLOSE_PAREN);
        var block = block(false, parameters);
        tokens.expectClosing(TokenType.END, TokenType.FUNCTION, line);
        var closed = scope();
        scope = closed.parent;
        var body =
                new FunctionBody(
                        name, parameters, isVararg, closed.captures(), block, closed.locals());
        return new Expression.Function(start.to(tokens.lastSpan()), body);
    }

    private void show(LocalVariable variable) {
        scope().show(variable, tokens.lastSpan().end());
    }

    private List<LocalVariable> parameters(List<Token> names, boolean isMethod, Span start) {
        var parameters = new ArrayList<LocalVariable>();
        if (isMethod) {
            var self = scope().declare("self", Attribute.NONE, start);
            self.makeImplicit();
            parameters.add(self);
        }
        for (var name : names) {
            parameters.add(scope().declare(name.name(), Attribute.NONE, name.span()));
        }
        return List.copyOf(parameters);
    }

    private Block block(boolean isLoop) {
        return block(isLoop, List.of());
    }

    /** A block in which these variables are visible from the start. */
    Block block(boolean isLoop, List<LocalVariable> variables) {
        scope().openBlock(isLoop);
        variables.forEach(this::show);
        var block = statements();
        scope().closeBlock(tokens.span().start());
        return block;
    }

    private Block statements() {
        var start = tokens.span();
        var list = new ArrayList<Statement>();
        while (!tokens.type().endsBlock()) {
            if (tokens.at(TokenType.RETURN)) {
                list.add(returnStatement());
                break;
            }
            if (tokens.at(TokenType.DOUBLE_COLON)) {
                list.addAll(jumps.labels());
                continue;
            }
            tokens.enterLevel();
            var statement = statement();
            tokens.leaveLevel();
            if (statement != null) {
                list.add(statement);
            }
        }
        return new Block(start.to(tokens.lastSpan()), List.copyOf(list));
    }

    private @Nullable Statement statement() {
        var span = tokens.span();
        return switch (tokens.type()) {
            case SEMICOLON -> {
                tokens.advance();
                yield null;
            }
            case IF -> ifStatement(span);
            case WHILE -> whileStatement(span);
            case DO -> {
                tokens.advance();
                var block = block(false);
                tokens.expectClosing(TokenType.END, TokenType.DO, span.line());
                yield new Statement.Do(span.to(tokens.lastSpan()), block);
            }
            case FOR -> loops.forStatement(span);
            case REPEAT -> repeatStatement(span);
            case FUNCTION -> functionStatement(span);
            case LOCAL -> {
                tokens.advance();
                yield tokens.accept(TokenType.FUNCTION) ? localFunction(span) : local(span);
            }
            case BREAK -> jumps.breakStatement(span);
            case GOTO -> jumps.gotoStatement(span);
            default -> expressionStatement(span);
        };
    }

    private Statement ifStatement(Span span) {
        var branches = new ArrayList<Branch>();
        Block otherwise = null;
        do {
            tokens.advance();
            var condition = expressions.expression();
            tokens.expect(TokenType.THEN);
            branches.add(new Branch(condition, block(false)));
        } while (tokens.at(TokenType.ELSEIF));
        if (tokens.accept(TokenType.ELSE)) {
            otherwise = block(false);
        }
        tokens.expectClosing(TokenType.END, TokenType.IF, span.line());
        return new Statement.If(span.to(tokens.lastSpan()), branches, otherwise);
    }

    private Statement whileStatement(Span span) {
        tokens.advance();
        var condition = expressions.expression();
        tokens.expect(TokenType.DO);
        var block = block(true);
        tokens.expectClosing(TokenType.END, TokenType.WHILE, span.line());
        return new Statement.While(span.to(tokens.lastSpan()), condition, block);
    }

    private Statement repeatStatement(Span span) {
        tokens.advance();
        scope().openBlock(true);
        scope().openBlock(false);
        var block = statements();
        tokens.expectClosing(TokenType.UNTIL, TokenType.REPEAT, span.line());
        var condition = expressions.expression();
        scope().closeBlock(tokens.span().start());
        scope().closeBlock(tokens.span().start());
        return new Statement.Repeat(span.to(tokens.lastSpan()), block, condition);
    }

    private Statement functionStatement(Span span) {
        tokens.advance();
        var first = tokens.expect(TokenType.NAME);
        var target = variable(first.name(), first.span());
        var name = new StringBuilder(first.name());
        while (tokens.accept(TokenType.DOT)) {
            var key = tokens.expect(TokenType.NAME);
            name.append('.').append(key.name());
            target =
                    new Expression.Index(
                            first.span().to(key.span()),
                            target,
                            ExpressionParser.nameAsString(key));
        }
        boolean isMethod = tokens.accept(TokenType.COLON);
        if (isMethod) {
            var key = tokens.expect(TokenType.NAME);
            name.append(':').append(key.name());
            target =
                    new Expression.Index(
                            first.span().to(key.span()),
                            target,
                            ExpressionParser.nameAsString(key));
        }
        markAssigned(target);
        var function = function(name.toString(), isMethod, span);
        return new Statement.Assign(span.to(tokens.lastSpan()), List.of(target), List.of(function));
    }

    private Statement localFunction(Span span) {
        var name = tokens.expect(TokenType.NAME);
        var variable = scope().declare(name.name(), Attribute.NONE, name.span());
        show(variable);
        var function = function(name.name(), false, span);
        return new Statement.LocalFunction(span.to(tokens.lastSpan()), variable, function);
    }

    private Statement local(Span span) {
        var variables = new ArrayList<LocalVariable>();
        boolean closes = false;
        do {
            var name = tokens.expect(TokenType.NAME);
            var attribute = attribute();
            if (attribute == Attribute.CLOSE && closes) {
                throw tokens.errorAt(
                        "multiple to-be-closed variables in local list", tokens.span());
            }
            closes |= attribute == Attribute.CLOSE;
            variables.add(scope().declare(name.name(), attribute, name.span()));
        } while (tokens.accept(TokenType.COMMA));
        var values =
                tokens.accept(TokenType.ASSIGN)
                        ? expressions.expressionList()
                        : List.<Expression>of();
        variables.forEach(this::show);
        return new Statement.Local(span.to(tokens.lastSpan()), List.copyOf(variables), values);
    }

    private Attribute attribute() {
        if (!tokens.accept(TokenType.LESS)) {
            return Attribute.NONE;
        }
        var name = tokens.expect(TokenType.NAME);
        tokens.expect(TokenType.GREATER);
        return switch (name.name()) {
            case "const" -> Attribute.CONST;
            case "close" -> Attribute.CLOSE;
            default -> throw tokens.errorAt("unknown attribute '" + name.name() + "'", name.span());
        };
    }

    private Statement returnStatement() {
        var span = tokens.advance().span();
        var values =
                tokens.type().endsBlock() || tokens.at(TokenType.SEMICOLON)
                        ? List.<Expression>of()
                        : expressions.expressionList();
        tokens.accept(TokenType.SEMICOLON);
        return new Statement.Return(span.to(tokens.lastSpan()), values);
    }

    private Statement expressionStatement(Span span) {
        var first = expressions.suffixed();
        if (!tokens.at(TokenType.ASSIGN) && !tokens.at(TokenType.COMMA)) {
            if (first instanceof Expression.Call || first instanceof Expression.MethodCall) {
                return new Statement.CallStatement(first.span(), first);
            }
            throw tokens.error("syntax error");
        }
        var targets = new ArrayList<Expression>();
        targets.add(assignable(first));
        while (tokens.accept(TokenType.COMMA)) {
            tokens.enterLevel();
            targets.add(assignable(expressions.suffixed()));
        }
        targets.stream().skip(1).forEach(_ -> tokens.leaveLevel());
        tokens.expect(TokenType.ASSIGN);
        var values = expressions.expressionList();
        targets.forEach(this::markAssigned);
        return new Statement.Assign(span.to(tokens.lastSpan()), targets, values);
    }

    private Expression assignable(Expression target) {
        return switch (target) {
            case Expression.Local _, Expression.Upvalue _, Expression.Index _ -> target;
            default -> throw tokens.error("syntax error");
        };
    }

    private void markAssigned(Expression target) {
        var variable =
                switch (target) {
                    case Expression.Local local -> local.variable();
                    case Expression.Upvalue upvalue -> upvalue.variable();
                    default -> null;
                };
        if (variable == null) {
            return;
        }
        if (variable.isReadOnly()) {
            throw tokens.errorAt(
                    "attempt to assign to const variable '" + variable.name() + "'",
                    tokens.lastSpan());
        }
        variable.reassign();
    }
}
