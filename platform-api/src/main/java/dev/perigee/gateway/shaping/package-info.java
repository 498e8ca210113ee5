/** What a pipeline makes of a backend's data before it is merged: pure functions over JSON. */
@NullMarked
package dev.perigee.gateway.shaping;

import org.jspecify.annotations.NullMarked;
