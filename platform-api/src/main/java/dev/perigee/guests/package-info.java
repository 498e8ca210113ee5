/**
 * What functions can call: the services behind {@code flow}, {@code http}, {@code topics}, {@code
 * state} and {@code channels}, each a {@link dev.perigee.guests.GuestService}.
 */
@NullMarked
package dev.perigee.guests;

import org.jspecify.annotations.NullMarked;
