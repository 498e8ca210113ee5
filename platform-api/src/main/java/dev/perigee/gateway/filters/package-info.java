/**
 * What protects routes: each filter looks at a request before its target does, and lets it pass or
 * answers in its place.
 */
@NullMarked
package dev.perigee.gateway.filters;

import org.jspecify.annotations.NullMarked;
