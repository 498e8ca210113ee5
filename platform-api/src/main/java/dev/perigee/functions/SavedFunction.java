package dev.perigee.functions;

import dev.perigee.executor.FunctionId;

/**
 * What saving came to.
 *
 * @param version the number of the code, new or found again
 * @param newVersion whether this code was not yet a version
 * @param live whether the alias {@code live} points to it now
 */
public record SavedFunction(
        FunctionId id, int version, String hash, boolean newVersion, boolean live) {}
