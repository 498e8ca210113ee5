package dev.perigee.functions;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function as someone wants to save it; checked for everything but whether the code runs.
 *
 * @param owner the project that publishes it, or null to leave that as it is
 * @param code with version 0, for the number is given when it is saved
 * @param environment replaces the variables when not null
 * @param limits replaces the limits when not null
 */
public record FunctionDraft(
        FunctionCode code,
        @Nullable String owner,
        @Nullable Map<String, String> environment,
        @Nullable LimitOverrides limits) {

    public FunctionDraft {
        environment = environment == null ? null : Map.copyOf(environment);
    }

    public FunctionId id() {
        return code.function();
    }
}
