/** What the process as a whole is: its mode, its data directory, its version and health. */
@NullMarked
package dev.perigee.system;

import org.jspecify.annotations.NullMarked;
