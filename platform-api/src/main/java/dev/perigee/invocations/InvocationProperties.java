package dev.perigee.invocations;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of invoking and of the records behind it.
 *
 * @param maxInFlight the most invocations that one namespace may have under way in this process
 * @param recordedPerSecond how many uneventful successes a second are recorded; what went wrong or
 *     logged something is always recorded
 * @param bufferedRecords the most records that wait to be written
 * @param bufferedLogs the most memory of log lines that wait to be written
 * @param flushInterval how often what waits is written
 * @param retention how long records and logs are kept, counted in whole days
 */
@ConfigurationProperties("perigee.invocations")
public record InvocationProperties(
        @DefaultValue("10000") int maxInFlight,
        @DefaultValue("1000") int recordedPerSecond,
        @DefaultValue("20000") int bufferedRecords,
        @DefaultValue("64MB") DataSize bufferedLogs,
        @DefaultValue("50ms") Duration flushInterval,
        @DefaultValue("7d") Duration retention) {

    public InvocationProperties {
        if (maxInFlight < 1 || bufferedRecords < 1 || recordedPerSecond < 0) {
            throw new IllegalArgumentException(
                    "perigee.invocations.max-in-flight and buffered-records must be at least 1,"
                            + " recorded-per-second at least 0");
        }
        if (retention.toDays() < 1) {
            throw new IllegalArgumentException(
                    "perigee.invocations.retention must be at least one day, but is " + retention);
        }
        if (flushInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "perigee.invocations.flush-interval must be at least 1ms");
        }
    }
}
