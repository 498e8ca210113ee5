package dev.perigee.lua.nodes;

import com.oracle.truffle.api.TruffleSafepoint;
import dev.perigee.lua.nodes.LuaNode.Role;
import dev.perigee.lua.parser.BinaryOperator;
import dev.perigee.lua.parser.Expression;
import dev.perigee.lua.parser.FunctionBody;
import dev.perigee.lua.parser.Statement;
import dev.perigee.lua.parser.UnaryOperator;
import dev.perigee.lua.runtime.LuaString;
import dev.perigee.lua.runtime.Metamethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes nodes of expressions. */
final class ExpressionTranslator {

    private static final int POLL_MASK = 0xff;

    private final Translator function;
    private int translated;

    ExpressionTranslator(Translator function) {
        this.function = function;
    }

    ExpressionNode translate(Expression expression) {
        if ((++translated & POLL_MASK) == 0) {
            TruffleSafepoint.poll(null);
        }
        var node =
                switch (expression) {
                    case Expression.Nil _ -> Literals.Constant.nil();
                    case Expression.Bool(_, boolean value) -> new Literals.BooleanConstant(value);
                    case Expression.Int(_, long value) -> new Literals.LongConstant(value);
                    case Expression.Real(_, double value) -> new Literals.DoubleConstant(value);
                    case Expression.Str(_, byte[] value) -> new Literals.Constant(string(value));
                    case Expression.Vararg _ ->
                            new Variables.Varargs(function.function.parameters().size());
                    case Expression.Local local -> local(local);
                    case Expression.Upvalue upvalue -> upvalue(upvalue);
                    case Expression.Index index -> index(index);
                    case Expression.Call call -> call(call);
                    case Expression.MethodCall call -> methodCall(call);
                    case Expression.Binary binary -> binary(binary);
                    case Expression.And(_, var left, var right) ->
                            new Logic.And(translate(left), translate(right));
                    case Expression.Or(_, var left, var right) ->
                            new Logic.Or(translate(left), translate(right));
                    case Expression.Unary unary -> unary(unary);
                    case Expression.Parenthesised(_, var inner) ->
                            new Logic.Single(translate(inner));
                    case Expression.Function inner -> function(inner);
                    case Expression.Table table -> table(table);
                };
        node.play(node instanceof CallNode ? Role.CALL : Role.EXPRESSION);
        return Translator.placed(node, expression.span());
    }

    LuaString string(byte[] value) {
        return function.language.intern(new LuaString(value));
    }

    private ExpressionNode local(Expression.Local local) {
        var variable = local.variable();
        return variable.inCell()
                ? new Variables.CellRead(variable.slot())
                : function.read(variable.slot());
    }

    private static ExpressionNode upvalue(Expression.Upvalue upvalue) {
        return upvalue.variable().inCell()
                ? new Variables.UpvalueCellRead(upvalue.index())
                : new Variables.UpvalueRead(upvalue.index());
    }

    private ExpressionNode index(Expression.Index index) {
        if (index.key() instanceof Expression.Str(_, byte[] name)) {
            return new FieldReadNode(
                    translate(index.receiver()), string(name), describe(index.receiver()));
        }
        return new IndexNode(
                translate(index.receiver()), translate(index.key()), describe(index.receiver()));
    }

    CallNode call(Expression.Call call) {
        var target = new CallNode.PlainTarget(translate(call.function()));
        return new CallNode(target, arguments(call.arguments()), describe(call.function()));
    }

    CallNode methodCall(Expression.MethodCall call) {
        var name = string(call.name().value());
        var method = new FieldReadNode(Literals.Constant.nil(), name, describe(call.receiver()));
        var target =
                new CallNode.MethodTarget(
                        translate(call.receiver()), Translator.placed(method, call.span()));
        return new CallNode(target, arguments(call.arguments()), "method '" + name + "'");
    }

    Arguments arguments(List<Expression> expressions) {
        var nodes = expressions.stream().map(this::translate).toArray(ExpressionNode[]::new);
        return new Arguments(nodes, !expressions.isEmpty() && expressions.getLast().isMultiple());
    }

    private ExpressionNode binary(Expression.Binary binary) {
        var left = translate(binary.left());
        var right = translate(binary.right());
        var node = operation(binary.operator(), left, right);
        if (node instanceof BinaryNode described) {
            described.describe(
                    describeOperand(binary.left()),
                    describeOperand(binary.right()),
                    event(binary.operator()));
        }
        return node;
    }

    private static ExpressionNode operation(
            BinaryOperator operator, ExpressionNode left, ExpressionNode right) {
        return switch (operator) {
            case ADD -> new ArithmeticNodes.Add(left, right);
            case SUBTRACT -> new ArithmeticNodes.Subtract(left, right);
            case MULTIPLY -> new ArithmeticNodes.Multiply(left, right);
            case DIVIDE -> new ArithmeticNodes.Divide(left, right);
            case FLOOR_DIVIDE -> new ArithmeticNodes.FloorDivide(left, right);
            case MODULO -> new ArithmeticNodes.Modulo(left, right);
            case POWER -> new ArithmeticNodes.Power(left, right);
            case CONCAT -> ConcatNodeGen.create(left, right);
            case BIT_AND -> BitwiseNodesFactory.AndNodeGen.create(left, right);
            case BIT_OR -> BitwiseNodesFactory.OrNodeGen.create(left, right);
            case BIT_XOR -> BitwiseNodesFactory.XorNodeGen.create(left, right);
            case SHIFT_LEFT -> BitwiseNodesFactory.ShiftLeftNodeGen.create(left, right);
            case SHIFT_RIGHT -> BitwiseNodesFactory.ShiftRightNodeGen.create(left, right);
            case EQUAL -> new ComparisonNodes.Equal(left, right);
            case NOT_EQUAL -> new Logic.Not(equality(left, right));
            case LESS -> new ComparisonNodes.Less(left, right);
            case LESS_EQUAL -> new ComparisonNodes.LessOrEqual(left, right);
            case GREATER -> new ComparisonNodes.Greater(left, right);
            case GREATER_EQUAL -> new ComparisonNodes.GreaterOrEqual(left, right);
            case AND, OR -> throw new IllegalArgumentException(operator.name());
        };
    }

    private static ExpressionNode equality(ExpressionNode left, ExpressionNode right) {
        var equal = new ComparisonNodes.Equal(left, right);
        equal.describe(null, null, Metamethod.EQ);
        return equal;
    }

    private ExpressionNode unary(Expression.Unary unary) {
        var operand = translate(unary.operand());
        if (unary.operator() == UnaryOperator.NOT) {
            return new Logic.Not(operand);
        }
        var node =
                switch (unary.operator()) {
                    case NEGATE -> UnaryNodesFactory.NegateNodeGen.create(operand);
                    case BIT_NOT -> UnaryNodesFactory.BitNotNodeGen.create(operand);
                    case LENGTH, NOT -> UnaryNodesFactory.LengthNodeGen.create(operand);
                };
        var event =
                switch (unary.operator()) {
                    case NEGATE -> Metamethod.UNM;
                    case BIT_NOT -> Metamethod.BNOT;
                    case LENGTH, NOT -> Metamethod.LEN;
                };
        node.describe(describeOperand(unary.operand()), event);
        return node;
    }

    private static Metamethod event(BinaryOperator operator) {
        return switch (operator) {
            case ADD -> Metamethod.ADD;
            case SUBTRACT -> Metamethod.SUB;
            case MULTIPLY -> Metamethod.MUL;
            case DIVIDE -> Metamethod.DIV;
            case FLOOR_DIVIDE -> Metamethod.IDIV;
            case MODULO -> Metamethod.MOD;
            case POWER -> Metamethod.POW;
            case CONCAT -> Metamethod.CONCAT;
            case BIT_AND -> Metamethod.BAND;
            case BIT_OR -> Metamethod.BOR;
            case BIT_XOR -> Metamethod.BXOR;
            case SHIFT_LEFT -> Metamethod.SHL;
            case SHIFT_RIGHT -> Metamethod.SHR;
            case LESS, GREATER -> Metamethod.LT;
            case LESS_EQUAL, GREATER_EQUAL -> Metamethod.LE;
            case EQUAL, NOT_EQUAL, AND, OR -> Metamethod.EQ;
        };
    }

    ExpressionNode function(Expression.Function inner) {
        return function(inner, FunctionNode.NOT_RECURSIVE);
    }

    /** A local function: where it captures itself it gets itself. */
    @SuppressWarnings("ReferenceEquality") // Variables are told apart by identity.
    ExpressionNode recursive(Statement.LocalFunction local) {
        var captures = local.function().body().upvalues();
        int self = FunctionNode.NOT_RECURSIVE;
        for (int i = 0; i < captures.size(); i++) {
            if (captures.get(i).variable() == local.variable()) {
                self = i;
            }
        }
        var node = function(local.function(), self);
        node.play(Role.EXPRESSION);
        return Translator.placed(node, local.function().span());
    }

    private ExpressionNode function(Expression.Function inner, int self) {
        var upvalues = inner.body().upvalues();
        var captures = new ExpressionNode[upvalues.size()];
        for (int i = 0; i < captures.length; i++) {
            captures[i] = i == self ? Literals.Constant.nil() : capture(upvalues.get(i));
        }
        return new FunctionNode(function.translate(inner.body(), inner.span()), captures, self);
    }

    private static ExpressionNode capture(FunctionBody.Capture capture) {
        return capture.fromParentLocal()
                ? new FunctionNode.CaptureLocal(capture.variable().slot())
                : new FunctionNode.CaptureUpvalue(capture.parentIndex());
    }

    private ExpressionNode table(Expression.Table table) {
        var fields = table.fields();
        var keys = new @Nullable ExpressionNode[fields.size()];
        var values = new ExpressionNode[fields.size()];
        for (int i = 0; i < keys.length; i++) {
            var key = fields.get(i).key();
            keys[i] = key == null ? null : translate(key);
            values[i] = translate(fields.get(i).value());
        }
        boolean openEnded =
                !fields.isEmpty()
                        && fields.getLast().key() == null
                        && fields.getLast().value().isMultiple();
        return new TableNode(keys, values, openEnded);
    }

    /** What error messages call the value of an expression, null when it has no name. */
    static @Nullable String describe(Expression expression) {
        return switch (expression) {
            case Expression.Local local -> "local '" + local.variable().name() + "'";
            case Expression.Upvalue upvalue -> "upvalue '" + upvalue.name() + "'";
            case Expression.Index(
                            _,
                            Expression.Local(_, var variable),
                            Expression.Str(_, byte[] key))
                    when variable.name().equals("_ENV") ->
                    "global '" + new LuaString(key) + "'";
            case Expression.Index(
                            _,
                            Expression.Upvalue(_, var name, _, _),
                            Expression.Str(_, byte[] key))
                    when name.equals("_ENV") ->
                    "global '" + new LuaString(key) + "'";
            case Expression.Index(_, _, Expression.Str(_, byte[] key)) ->
                    "field '" + new LuaString(key) + "'";
            case Expression.MethodCall call ->
                    "method '" + new LuaString(call.name().value()) + "'";
            default -> null;
        };
    }

    /**
     * For operands of arithmetic the reference knows constants and variables, not the results of
     * calls.
     */
    private static @Nullable String describeOperand(Expression expression) {
        return expression instanceof Expression.MethodCall ? null : describe(expression);
    }
}
