/** The key–value data of namespaces, which commits together with events. */
@NullMarked
package dev.perigee.state;

import org.jspecify.annotations.NullMarked;
