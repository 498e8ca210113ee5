package dev.perigee.lua.nodes;

import dev.perigee.lua.nodes.LabelledBlockNode.LabelAt;
import dev.perigee.lua.nodes.LinePoint.Place;
import dev.perigee.lua.nodes.LuaNode.Role;
import dev.perigee.lua.parser.Block;
import dev.perigee.lua.parser.Expression;
import dev.perigee.lua.parser.LocalVariable;
import dev.perigee.lua.parser.LocalVariable.Attribute;
import dev.perigee.lua.parser.Span;
import dev.perigee.lua.parser.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes nodes of statements. */
final class StatementTranslator {

    /** How many guard clauses of a block nest the rest of it: nodes call each other. */
    private static final int MAX_SPLITS = 4;

    private final Translator function;
    private final ExpressionTranslator expressions;

    /**
     * Above zero inside the scope of a to-be-closed variable, where a call cannot be a tail call.
     */
    private int closing;

    StatementTranslator(Translator function, ExpressionTranslator expressions) {
        this.function = function;
        this.expressions = expressions;
    }

    StatementNode block(Block block) {
        return split(block.statements(), MAX_SPLITS);
    }

    /**
     * What follows an if whose branches all leave the block becomes its else: the compiler need not
     * find out again which way the if went.
     */
    private StatementNode split(List<Statement> statements, int splits) {
        int at = splits == 0 ? -1 : GuardClauses.first(statements);
        if (at < 0) {
            return block(statements, locals(statements));
        }
        var clause = (Statement.If) statements.get(at);
        var before = statements.subList(0, at);
        var nodes = nodes(before);
        var rest = split(statements.subList(at + 1, statements.size()), splits - 1);
        nodes.add(finished(clause, conditional(clause, rest)));
        return BlockNode.of(nodes, locals(before));
    }

    private List<StatementNode> nodes(List<Statement> statements) {
        var nodes = new ArrayList<StatementNode>();
        for (var statement : statements) {
            if (statement instanceof Statement.Local local) {
                nodes.addAll(local(local));
            } else {
                nodes.add(statement(statement));
            }
        }
        return nodes;
    }

    /** The block of a function, with a place for hooks where it ends. */
    StatementNode body(Block block, Span function) {
        var statements = block.statements();
        var body = block(block);
        if (!statements.isEmpty() && statements.getLast() instanceof Statement.Return) {
            return body;
        }
        var end = Translator.placed(new EndNode(), LinePoints.end(block, function));
        end.mark(Place.END);
        return BlockNode.followed(body, end);
    }

    private StatementNode block(List<Statement> statements, SlotSet locals) {
        var nodes = new ArrayList<StatementNode>();
        var labels = new ArrayList<LabelAt>();
        for (int i = 0; i < statements.size(); i++) {
            var statement = statements.get(i);
            if (statement instanceof Statement.Label(_, var jump)) {
                labels.add(new LabelAt(jump, nodes.size()));
            } else if (statement instanceof Statement.Local local && closed(local) != null) {
                nodes.addAll(local(local));
                nodes.add(closeScope(local, statements.subList(i + 1, statements.size())));
                break;
            } else if (statement instanceof Statement.Local local) {
                nodes.addAll(local(local));
            } else {
                nodes.add(statement(statement));
            }
        }
        if (!labels.isEmpty()) {
            return new LabelledBlockNode(nodes, labels, function.newSlots(1), locals);
        }
        return BlockNode.of(nodes, locals);
    }

    private StatementNode statement(Statement statement) {
        var node = translate(statement);
        if (node.offset() >= 0 && statement instanceof Statement.Do) {
            return node; // the only statement of its block
        }
        return finished(statement, node);
    }

    private StatementNode finished(Statement statement, StatementNode node) {
        Translator.placed(node, statement.span());
        node.play(Role.STATEMENT);
        node.mark(LinePoints.of(statement, closing > 0));
        return node;
    }

    /** What a block declares itself. */
    private static SlotSet locals(List<Statement> statements) {
        var variables = new ArrayList<LocalVariable>();
        for (var statement : statements) {
            if (statement instanceof Statement.Local local) {
                variables.addAll(local.variables());
            } else if (statement instanceof Statement.LocalFunction local) {
                variables.add(local.variable());
            }
        }
        return SlotSet.of(variables);
    }

    private static @Nullable LocalVariable closed(Statement.Local local) {
        for (var variable : local.variables()) {
            if (variable.attribute() == Attribute.CLOSE) {
                return variable;
            }
        }
        return null;
    }

    private StatementNode closeScope(Statement.Local local, List<Statement> rest) {
        var variable = Objects.requireNonNull(closed(local));
        closing++;
        var body = block(rest, SlotSet.NONE);
        closing--;
        var read = expressions.translate(new Expression.Local(local.span(), variable));
        return Translator.placed(new CloseNode.Scope(read, body, variable.name()), local.span());
    }

    private StatementNode translate(Statement statement) {
        return switch (statement) {
            case Statement.LocalFunction local -> localFunction(local);
            case Statement.Assign assign -> assign(assign);
            case Statement.CallStatement(_, var call) -> evaluate(expressions.translate(call));
            case Statement.Do(_, var block) -> block(block);
            case Statement.While(var span, var condition, var block) ->
                    whileLoop(span, expressions.translate(condition), block(block));
            case Statement.Repeat loop -> repeatLoop(loop);
            case Statement.If(_, _, var last) when last != null ->
                    conditional((Statement.If) statement, block(last));
            case Statement.If conditional -> conditional(conditional, null);
            case Statement.NumericFor loop -> numericFor(loop);
            case Statement.GenericFor loop -> genericFor(loop);
            case Statement.Return(_, var values) -> returns(values);
            case Statement.Break _ -> new Control.Break();
            case Statement.Goto(_, var reference) -> new Control.Goto(reference.jump());
            case Statement.Local _, Statement.Label _ ->
                    throw new IllegalArgumentException("handled by its block");
        };
    }

    private static StatementNode whileLoop(
            Span span, ExpressionNode condition, StatementNode body) {
        boolean endless = condition instanceof Literals.BooleanConstant;
        return new Control.Loop(
                endless
                        ? new Control.While(condition, round(body, Place.ROUND, span))
                        : new Control.While(marked(condition, Place.ROUND_CONDITION), body),
                body.points());
    }

    private StatementNode repeatLoop(Statement.Repeat loop) {
        var statements = loop.block().statements();
        var body = round(block(statements, SlotSet.NONE), Place.ROUND, loop.span());
        var condition = marked(expressions.translate(loop.condition()), Place.STATEMENT);
        return new Control.Loop(
                new Control.Repeat(body, condition, locals(statements)), body.points());
    }

    private static ExpressionNode marked(ExpressionNode node, Place point) {
        node.mark(point);
        return node;
    }

    /** Marks the body of a loop, in a node of its own. */
    private static StatementNode round(StatementNode body, Place point, Span loop) {
        var round = BlockNode.around(body);
        Translator.placed(round, loop).mark(point);
        return round;
    }

    private List<StatementNode> local(Statement.Local local) {
        var nodes = new ArrayList<StatementNode>();
        declare(local.variables(), local.values(), nodes);
        nodes.forEach(node -> Translator.placed(node, local.span()));
        nodes.getFirst().play(Role.STATEMENT);
        nodes.getFirst().mark(LinePoints.of(local, false));
        return nodes;
    }

    /** Evaluates a list of values, in order, into as many fresh variables. */
    void declare(
            List<LocalVariable> variables, List<Expression> values, List<StatementNode> nodes) {
        boolean open = !values.isEmpty() && values.getLast().isMultiple();
        int single = open ? values.size() - 1 : values.size();
        for (int i = 0; i < single; i++) {
            var value = expressions.translate(values.get(i));
            nodes.add(
                    i < variables.size()
                            ? function.declare(variables.get(i), value)
                            : new Control.Evaluate(value, null));
        }
        int rest = Math.min(single, variables.size());
        if (open && rest < variables.size()) {
            var targets = new ArrayList<DeclareNode>();
            for (var variable : variables.subList(rest, variables.size())) {
                targets.add(function.declare(variable, Literals.Constant.nil()));
            }
            var value = expressions.translate(values.getLast());
            nodes.add(new Control.Spread(value, YieldPoint.of(function, value), targets));
            return;
        }
        if (open) {
            nodes.add(evaluate(expressions.translate(values.getLast())));
        }
        for (var variable : variables.subList(rest, variables.size())) {
            nodes.add(function.declare(variable, Literals.Constant.nil()));
        }
    }

    private StatementNode evaluate(ExpressionNode value) {
        return new Control.Evaluate(value, YieldPoint.of(function, value));
    }

    private StatementNode localFunction(Statement.LocalFunction local) {
        var variable = local.variable();
        if (!variable.inCell()) {
            return function.declare(variable, expressions.recursive(local));
        }
        var closure = expressions.translate(local.function());
        return BlockNode.of(
                List.of(
                        new Variables.CellDeclare(variable.slot(), Literals.Constant.nil()),
                        new Variables.CellWrite(variable.slot(), closure)),
                SlotSet.NONE);
    }

    private StatementNode assign(Statement.Assign assign) {
        if (assign.targets().size() == 1 && assign.values().size() == 1) {
            return assignOne(assign.targets().getFirst(), assign.values().getFirst());
        }
        return new ParallelAssignment(this, function, expressions, assign).translate();
    }

    private StatementNode assignOne(Expression target, Expression given) {
        var value = expressions.translate(given);
        if (value instanceof CallNode
                && target instanceof Expression.Local(_, var variable)
                && !variable.inCell()) {
            var write = function.write(Literals.Constant.nil(), variable.slot());
            return new Control.Spread(value, YieldPoint.of(function, value), List.of(write));
        }
        return target(target, value);
    }

    StatementNode target(Expression target, ExpressionNode value) {
        var node =
                switch (target) {
                    case Expression.Local(_, var variable) ->
                            variable.inCell()
                                    ? new Variables.CellWrite(variable.slot(), value)
                                    : function.write(value, variable.slot());
                    case Expression.Upvalue upvalue ->
                            new Variables.UpvalueCellWrite(upvalue.index(), value);
                    case Expression.Index(_, var receiver, var key) ->
                            set(expressions.translate(receiver), receiver, key, value);
                    default -> throw new IllegalArgumentException("not assignable");
                };
        return Translator.placed(node, target.span());
    }

    StatementNode set(
            ExpressionNode receiver, Expression written, Expression key, ExpressionNode value) {
        if (key instanceof Expression.Str(_, byte[] name)) {
            return new FieldWriteNode(
                    receiver,
                    expressions.string(name),
                    value,
                    ExpressionTranslator.describe(written));
        }
        return new SetIndexNode(
                receiver,
                expressions.translate(key),
                value,
                ExpressionTranslator.describe(written));
    }

    private StatementNode conditional(Statement.If conditional, @Nullable StatementNode last) {
        var otherwise = last;
        var branches = conditional.branches();
        for (int i = branches.size() - 1; i >= 0; i--) {
            var branch = branches.get(i);
            otherwise =
                    new Control.If(
                            marked(expressions.translate(branch.condition()), Place.CONDITION),
                            block(branch.block()),
                            otherwise);
        }
        return Objects.requireNonNull(otherwise);
    }

    private StatementNode numericFor(Statement.NumericFor loop) {
        var range = loop.range();
        var step = range.step();
        var nodes =
                new ExpressionNode[] {
                    expressions.translate(range.start()),
                    expressions.translate(range.limit()),
                    step == null ? new Literals.LongConstant(1) : expressions.translate(step)
                };
        int slot = loop.state().slot();
        var declare = function.declare(loop.variable(), function.read(slot));
        var body =
                BlockNode.of(
                        List.of(declare, block(loop.block())),
                        SlotSet.of(List.of(loop.variable())));
        Translator.placed(body, loop.span()).mark(Place.STEP);
        return new NumericForNode(nodes, slot, body);
    }

    private StatementNode genericFor(Statement.GenericFor loop) {
        var variables = new ArrayList<DeclareNode>();
        for (var variable : loop.variables()) {
            variables.add(function.declare(variable, Literals.Constant.nil()));
        }
        closing++;
        var statements = round(block(loop.block()), Place.ITERATION, loop.span());
        closing--;
        var body = new GenericForNode.Body(variables, statements, SlotSet.of(loop.variables()));
        return new GenericForNode(
                expressions.arguments(loop.values()), loop.control().slot(), body);
    }

    private StatementNode returns(List<Expression> values) {
        if (values.size() != 1) {
            return new Control.ReturnMany(expressions.arguments(values));
        }
        var value = values.getFirst();
        if (closing == 0 && value instanceof Expression.Call call) {
            return new Control.ReturnTailCall(
                    Translator.placed(expressions.call(call), call.span()));
        }
        if (closing == 0 && value instanceof Expression.MethodCall call) {
            return new Control.ReturnTailCall(
                    Translator.placed(expressions.methodCall(call), call.span()));
        }
        var node = expressions.translate(value);
        return value.isMultiple() ? new Control.ReturnAll(node) : new Control.ReturnOne(node);
    }
}
