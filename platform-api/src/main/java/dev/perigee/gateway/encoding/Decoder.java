package dev.perigee.gateway.encoding;

import tools.jackson.databind.node.ObjectNode;

/** Makes data of a backend's body. A bean of this type adds an encoding to pipelines, by name. */
public interface Decoder {

    /** The name that configurations use. */
    String name();

    /**
     * The data as an object.
     *
     * @param collection the configuration says that an array comes, which the object then holds
     *     under {@code collection}
     * @throws DecodingException when the body is not what its encoding promises
     */
    ObjectNode decode(byte[] body, boolean collection);
}
