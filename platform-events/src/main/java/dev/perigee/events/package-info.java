/**
 * The event log and everything that commits with it: topics, triggers, positions, state, dead
 * letters and replay.
 */
@NullMarked
package dev.perigee.events;

import org.jspecify.annotations.NullMarked;
