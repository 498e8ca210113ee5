package dev.perigee.lua.nodes;

import dev.perigee.lua.nodes.LinePoint.Place;
import dev.perigee.lua.parser.Block;
import dev.perigee.lua.parser.Expression;
import dev.perigee.lua.parser.Span;
import dev.perigee.lua.parser.Statement;

/** Tells which statements have lines of their own, as the reference's instructions do. */
final class LinePoints {

    private LinePoints() {}

    /**
     * @param closing whether variables are to be closed before a return is complete
     */
    static Place of(Statement statement, boolean closing) {
        return switch (statement) {
            case Statement.LocalFunction _ -> Place.FUNCTION;
            case Statement.Local local when isFunction(local.values()) -> Place.FUNCTION;
            case Statement.Assign assign when isFunction(assign.values()) -> Place.FUNCTION;
            case Statement.Local _, Statement.Assign _, Statement.CallStatement _ ->
                    Place.STATEMENT;
            case Statement.Goto _ -> Place.STATEMENT;
            case Statement.NumericFor _, Statement.GenericFor _ -> Place.LOOP;
            case Statement.While _, Statement.Repeat _ -> Place.SILENT_LOOP;
            case Statement.Break _ -> Place.BREAK;
            case Statement.Return _ -> closing ? Place.BREAK : Place.RETURN;
            case Statement.Do _, Statement.If _, Statement.Label _ -> Place.NONE;
        };
    }

    private static boolean isFunction(java.util.List<Expression> values) {
        return !values.isEmpty() && values.getFirst() instanceof Expression.Function;
    }

    /**
     * Where a function ends: at its last word, or the last one of its chunk. It has no line among
     * those in which errors are reported.
     */
    static Span end(Block block, Span function) {
        if (function.line() != 0) {
            return new Span(function.end() - 1, function.end(), 0);
        }
        var statements = block.statements();
        var last = statements.isEmpty() ? block.span() : statements.getLast().span();
        return new Span(Math.max(0, last.end() - 1), last.end(), 0);
    }
}
