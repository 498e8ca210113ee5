package dev.perigee.lua.nodes;

import dev.perigee.lua.parser.Expression;
import dev.perigee.lua.parser.LocalVariable;
import dev.perigee.lua.parser.Statement;
import java.util.ArrayList;
import java.util.List;

/** Evaluates all receivers, keys and values before it assigns anything. */
final class ParallelAssignment {

    private final StatementTranslator statements;
    private final Translator function;
    private final ExpressionTranslator expressions;
    private final Statement.Assign assign;
    private final List<StatementNode> before = new ArrayList<>();

    ParallelAssignment(
            StatementTranslator statements,
            Translator function,
            ExpressionTranslator expressions,
            Statement.Assign assign) {
        this.statements = statements;
        this.function = function;
        this.expressions = expressions;
        this.assign = assign;
    }

    StatementNode translate() {
        var targets = assign.targets();
        int first = function.newSlots(targets.size());
        var writes = new ArrayList<StatementNode>();
        for (int i = 0; i < targets.size(); i++) {
            writes.add(write(targets.get(i), function.read(first + i)));
        }
        evaluate(first);
        // The reference assigns from the right; programs can see it through __newindex.
        before.addAll(writes.reversed());
        return BlockNode.of(before, SlotSet.range(first, function.slots() - first));
    }

    /** Puts the values into scratch slots. */
    private void evaluate(int first) {
        var scratch = new ArrayList<LocalVariable>();
        for (int i = 0; i < assign.targets().size(); i++) {
            scratch.add(LocalVariable.scratch(first + i));
        }
        statements.declare(scratch, assign.values(), before);
    }

    private StatementNode write(Expression target, ExpressionNode value) {
        if (!(target instanceof Expression.Index(_, var receiver, var key))) {
            return statements.target(target, value);
        }
        if (key instanceof Expression.Str) {
            return Translator.placed(
                    statements.set(saved(receiver), receiver, key, value), target.span());
        }
        var element =
                new SetIndexNode(
                        saved(receiver),
                        saved(key),
                        value,
                        ExpressionTranslator.describe(receiver));
        return Translator.placed(element, target.span());
    }

    /** Evaluated before any value is, unless that makes no difference. */
    private ExpressionNode saved(Expression expression) {
        var node = expressions.translate(expression);
        if (isStable(expression)) {
            return node;
        }
        int slot = function.newSlots(1);
        before.add(function.write(node, slot));
        return function.read(slot);
    }

    private boolean isStable(Expression expression) {
        return switch (expression) {
            case Expression.Int _, Expression.Str _, Expression.Real _ -> true;
            case Expression.Upvalue upvalue -> !upvalue.variable().inCell();
            case Expression.Local local ->
                    !local.variable().inCell()
                            && assign.targets().stream()
                                    .noneMatch(target -> isLocal(target, local.variable()));
            default -> false;
        };
    }

    @SuppressWarnings("ReferenceEquality") // Variables are told apart by identity.
    private static boolean isLocal(Expression target, LocalVariable variable) {
        return target instanceof Expression.Local local && local.variable() == variable;
    }
}
