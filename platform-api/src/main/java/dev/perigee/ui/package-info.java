/** Serves the admin UI, which platform-ui builds into static resources. */
@NullMarked
package dev.perigee.ui;

import org.jspecify.annotations.NullMarked;
