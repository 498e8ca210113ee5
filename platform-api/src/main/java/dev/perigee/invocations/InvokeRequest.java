package dev.perigee.invocations;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What to invoke a function with.
 *
 * @param input an object becomes the arguments, anything else their {@code body}
 * @param alias an alias or a version's number; {@code live} when left out
 * @param deadlineMs a shorter deadline than the function's own
 */
record InvokeRequest(@Nullable JsonNode input, @Nullable String alias, @Nullable Long deadlineMs) {}
