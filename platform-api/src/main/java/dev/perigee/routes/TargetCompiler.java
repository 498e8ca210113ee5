package dev.perigee.routes;

/**
 * Makes a route's target ready to answer, for the table that is being compiled. Implemented by the
 * gateway.
 */
@FunctionalInterface
public interface TargetCompiler {

    /**
     * Compiles the target without side effects: the table may still be refused.
     *
     * @throws IllegalArgumentException when the target cannot be served; the message says why, and
     *     an {@link InvalidTargetException} also where
     */
    CompiledTarget compile(RouteDefinition definition);
}
