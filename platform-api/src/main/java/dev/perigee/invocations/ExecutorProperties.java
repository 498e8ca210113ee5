package dev.perigee.invocations;

import dev.perigee.executor.polyglot.ExecutorSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the executor; what is not set follows the machine.
 *
 * @param lanes how many threads run guest code
 * @param contextsPerLane how many warm contexts a lane keeps
 * @param queuePerLane how many invocations may wait for a lane
 * @param inFlightPerFunction how many invocations of one function may be under way
 * @param quantum how long a guest runs before others get their turn
 * @param maxLuaString the longest string whose bytes Lua code can have; 24MB unless set
 */
@ConfigurationProperties("perigee.executor")
record ExecutorProperties(
        @Nullable Integer lanes,
        @Nullable Integer contextsPerLane,
        @Nullable Integer queuePerLane,
        @Nullable Integer inFlightPerFunction,
        @Nullable Duration quantum,
        @Nullable DataSize maxLuaString) {

    ExecutorSettings settings() {
        var defaults = ExecutorSettings.DEFAULT;
        return new ExecutorSettings(
                lanes == null ? defaults.lanes() : lanes,
                contextsPerLane == null ? defaults.contextsPerLane() : contextsPerLane,
                queuePerLane == null ? defaults.queuePerLane() : queuePerLane,
                inFlightPerFunction == null ? defaults.inFlightPerFunction() : inFlightPerFunction,
                quantum == null ? defaults.quantum() : quantum,
                defaults.detachedCarriers(),
                maxLuaString == null
                        ? defaults.maxLuaString()
                        : Math.clamp(maxLuaString.toBytes(), 0, Integer.MAX_VALUE));
    }
}
