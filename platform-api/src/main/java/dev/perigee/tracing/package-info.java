/**
 * Traces: spans of what a sampled request went through — the request, its filters, backends and
 * functions — kept in memory for people and exported when a collector is configured. What is not
 * sampled costs nothing here.
 */
@NullMarked
package dev.perigee.tracing;

import org.jspecify.annotations.NullMarked;
