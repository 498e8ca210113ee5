package dev.perigee.system;

import dev.perigee.executor.polyglot.ExecutorSettings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of the machine functions get.
 *
 * @param lanes guest threads; as many as there are processors, and at least two, when not set
 * @param contextsPerLane warm contexts that a lane keeps
 * @param queuePerLane invocations that may wait for a lane; more are refused
 * @param inFlightPerFunction invocations of one function at a time; more are refused
 */
@ConfigurationProperties("perigee.executor")
record ExecutorProperties(
        @Nullable Integer lanes,
        @DefaultValue("256") int contextsPerLane,
        @DefaultValue("4096") int queuePerLane,
        @DefaultValue("2048") int inFlightPerFunction) {

    ExecutorSettings settings() {
        var settings =
                ExecutorSettings.DEFAULT
                        .withContextsPerLane(contextsPerLane)
                        .withBounds(queuePerLane, inFlightPerFunction);
        return lanes == null ? settings : settings.withLanes(lanes);
    }
}
