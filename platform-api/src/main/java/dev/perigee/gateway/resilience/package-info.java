/** What stands between a pipeline and a backend in trouble: retries, circuit breaker, cache. */
@NullMarked
package dev.perigee.gateway.resilience;

import org.jspecify.annotations.NullMarked;
