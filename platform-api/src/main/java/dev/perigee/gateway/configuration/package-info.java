/** Reading configurations of the gateway: all mistakes at once, each with its place. */
@NullMarked
package dev.perigee.gateway.configuration;

import org.jspecify.annotations.NullMarked;
