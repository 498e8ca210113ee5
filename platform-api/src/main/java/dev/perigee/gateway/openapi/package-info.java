/** The gateway's routes as OpenAPI documents, and such documents as routes. */
@NullMarked
package dev.perigee.gateway.openapi;

import org.jspecify.annotations.NullMarked;
