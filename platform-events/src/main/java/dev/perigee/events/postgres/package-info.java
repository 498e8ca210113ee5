/** The event log on PostgreSQL: the SQL, the grouping of commits and the notifications. */
@NullMarked
package dev.perigee.events.postgres;

import org.jspecify.annotations.NullMarked;
