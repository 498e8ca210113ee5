package dev.perigee.lua.nodes;

import dev.perigee.lua.parser.LocalVariable.Attribute;
import dev.perigee.lua.parser.Statement;
import java.util.List;

/** Finds ifs without an else that leave their block whenever a branch of theirs runs. */
final class GuardClauses {

    private GuardClauses() {}

    /**
     * The index of the first one that something follows; -1 in a block with labels, or when the
     * first one stands behind a variable to be closed.
     */
    static int first(List<Statement> statements) {
        int found = -1;
        for (int i = 0; i < statements.size(); i++) {
            var statement = statements.get(i);
            if (statement instanceof Statement.Label
                    || (statement instanceof Statement.Local local && closes(local))) {
                return -1;
            }
            if (found < 0 && i < statements.size() - 1 && leaves(statement)) {
                found = i;
            }
        }
        return found;
    }

    private static boolean closes(Statement.Local local) {
        return local.variables().stream()
                .anyMatch(variable -> variable.attribute() == Attribute.CLOSE);
    }

    private static boolean leaves(Statement statement) {
        return statement instanceof Statement.If(_, var branches, var otherwise)
                && otherwise == null
                && branches.stream().allMatch(branch -> ends(branch.block().statements()));
    }

    private static boolean ends(List<Statement> statements) {
        return !statements.isEmpty()
                && switch (statements.getLast()) {
                    case Statement.Return _, Statement.Break _, Statement.Goto _ -> true;
                    default -> false;
                };
    }
}
