/**
 * Project folders: reading one, serving it while it is edited, testing it, sending it to a server.
 */
@NullMarked
package dev.perigee.projects;

import org.jspecify.annotations.NullMarked;
