/**
 * Runs functions within limits: what an invocation is, what it may cost, what it came to, and the
 * ports through which guests reach the platform.
 */
@NullMarked
package dev.perigee.executor;

import org.jspecify.annotations.NullMarked;
