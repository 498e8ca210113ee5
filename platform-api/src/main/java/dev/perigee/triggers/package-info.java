/** Triggers: topics whose appends run functions, and their replays. */
@NullMarked
package dev.perigee.triggers;

import org.jspecify.annotations.NullMarked;
