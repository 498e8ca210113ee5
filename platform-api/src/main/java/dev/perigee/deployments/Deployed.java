package dev.perigee.deployments;

import dev.perigee.functions.SavedFunction;
import java.util.List;

/**
 * What a deployment came to.
 *
 * @param functions in the order of the deployment, with the versions that are live now
 * @param removed names of functions that the project no longer has
 */
public record Deployed(List<SavedFunction> functions, List<String> removed) {

    public Deployed {
        functions = List.copyOf(functions);
        removed = List.copyOf(removed);
    }
}
