/**
 * Pipelines: an onion of small steps between a request and one or more backends. Specifications are
 * immutable values; a {@link dev.perigee.gateway.pipeline.PipelineCompiler} makes immutable
 * pipelines of them.
 */
@NullMarked
package dev.perigee.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
