/** Functions, their immutable versions and aliases. */
@NullMarked
package dev.perigee.functions;

import org.jspecify.annotations.NullMarked;
