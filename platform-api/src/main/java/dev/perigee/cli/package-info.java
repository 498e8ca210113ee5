/**
 * The command line: one class per verb. Commands that need no platform do not start one, so that
 * they answer at once.
 */
@NullMarked
package dev.perigee.cli;

import org.jspecify.annotations.NullMarked;
