package dev.perigee.functions;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.Limits;
import java.util.Map;

/**
 * A function as callers run it now: the version that an alias points to, with its current settings.
 *
 * @param environment the function's variables; a change makes a new record, not a new version
 * @param limits the most that one invocation may cost
 */
public record ActiveFunction(FunctionCode code, Map<String, String> environment, Limits limits) {}
