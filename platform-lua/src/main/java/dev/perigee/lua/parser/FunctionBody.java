package dev.perigee.lua.parser;

import java.util.List;

/**
 * A function with its names resolved.
 *
 * @param name how tracebacks call it
 * @param parameters locals that take the arguments
 * @param isVararg whether it ends its parameters with {@code ...}
 * @param upvalues what it captures, in the order of {@link Expression.Upvalue#index()}
 * @param locals all variables that it declares, one for each frame slot
 */
public record FunctionBody(
        String name,
        List<LocalVariable> parameters,
        boolean isVararg,
        List<Capture> upvalues,
        Block block,
        List<LocalVariable> locals) {

    /** How many frame slots its locals need. */
    public int slots() {
        return locals.size();
    }

    /**
     * One captured variable.
     *
     * @param fromParentLocal whether it is a local of the enclosing function, else the enclosing
     *     function captured it
     * @param parentIndex index among the enclosing function's upvalues when it is not its local
     */
    public record Capture(
            String name, LocalVariable variable, boolean fromParentLocal, int parentIndex) {}
}
