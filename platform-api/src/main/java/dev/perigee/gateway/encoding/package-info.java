/** How bodies become data and data becomes bodies: encodings by name. */
@NullMarked
package dev.perigee.gateway.encoding;

import org.jspecify.annotations.NullMarked;
