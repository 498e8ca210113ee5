/** The keys that tokens are signed with: where they come from, and what they prove. */
@NullMarked
package dev.perigee.gateway.keys;

import org.jspecify.annotations.NullMarked;
