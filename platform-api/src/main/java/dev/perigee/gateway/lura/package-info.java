/**
 * Configuration files of Lura and KrakenD, version 3, as they are: read, checked in their words,
 * and turned into routes.
 */
@NullMarked
package dev.perigee.gateway.lura;

import org.jspecify.annotations.NullMarked;
