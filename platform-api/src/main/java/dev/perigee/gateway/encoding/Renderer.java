package dev.perigee.gateway.encoding;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes an answer's body of data. A bean of this type adds an output encoding, by name. */
public interface Renderer {

    /** The name that configurations use. */
    String name();

    /** The media type of what {@link #render} makes. */
    String contentType();

    /** The body. */
    byte[] render(ObjectNode data);

    /** The renderer for a client with this {@code Accept} header; most do not care. */
    default Renderer accepting(@Nullable String accept) {
        return this;
    }
}
