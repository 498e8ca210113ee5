package dev.perigee.gateway.pipeline;

import tools.jackson.databind.JsonNode;

/**
 * A step of one's own. A bean of this type takes part in every backend whose configuration names
 * it: under {@code steps} in the native form, as a namespace of {@code extra_config} in Lura's.
 */
public interface StepPlugin {

    /** The name that configurations use. */
    String name();

    /**
     * Makes the step for one backend.
     *
     * @throws IllegalArgumentException when the configuration cannot be used; the message says why
     */
    Step create(JsonNode configuration);
}
