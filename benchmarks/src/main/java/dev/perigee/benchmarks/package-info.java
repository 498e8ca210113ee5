/** What functions cost, measured through the executor's interface. */
@NullMarked
package dev.perigee.benchmarks;

import org.jspecify.annotations.NullMarked;
