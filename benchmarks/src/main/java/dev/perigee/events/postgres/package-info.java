/** What the event log costs, measured beside pgbench on the same server. */
@NullMarked
package dev.perigee.events.postgres;

import org.jspecify.annotations.NullMarked;
