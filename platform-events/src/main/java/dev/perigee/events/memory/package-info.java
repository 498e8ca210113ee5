/** The event log in memory, for tests and for trying things out; it behaves like the stored one. */
@NullMarked
package dev.perigee.events.memory;

import org.jspecify.annotations.NullMarked;
