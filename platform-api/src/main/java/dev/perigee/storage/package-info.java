/**
 * Where the platform keeps its data: an embedded PostgreSQL server when none is configured, the
 * configured one otherwise, and the notifications that a change was committed.
 */
@NullMarked
package dev.perigee.storage;

import org.jspecify.annotations.NullMarked;
