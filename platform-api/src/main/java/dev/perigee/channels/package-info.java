/**
 * Channels: subscribers that publishing runs at once, in the order of their places, from the
 * channel itself up to the root. Subscriptions are stored like routes and held in memory as one
 * immutable tree, so publishing neither reads a table nor leaves anything behind.
 */
@NullMarked
package dev.perigee.channels;

import org.jspecify.annotations.NullMarked;
