/**
 * Topics: puts the event log together on connections of its own and looks after its segments. What
 * the log promises is said by {@link dev.perigee.events.EventLog}.
 */
@NullMarked
package dev.perigee.topics;

import org.jspecify.annotations.NullMarked;
