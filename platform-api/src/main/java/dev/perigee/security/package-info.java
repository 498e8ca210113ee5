/** Who may manage the platform: tokens, and what a browser must not be talked into. */
@NullMarked
package dev.perigee.security;

import org.jspecify.annotations.NullMarked;
