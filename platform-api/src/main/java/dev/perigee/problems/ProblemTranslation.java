package dev.perigee.problems;

import org.jspecify.annotations.Nullable;

/**
 * Says what the errors of one library mean to the caller; the feature that calls it provides it.
 */
@FunctionalInterface
public interface ProblemTranslation {

    /** The problem, or null when the error is not of that library. */
    @Nullable PerigeeException translate(Throwable error);
}
