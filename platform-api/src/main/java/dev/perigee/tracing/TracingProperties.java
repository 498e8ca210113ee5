package dev.perigee.tracing;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of traces.
 *
 * @param sampledPerSecond how many of the traces that begin here are sampled, 0 for none; of those
 *     that callers sampled, ten times as many
 * @param keptSpans how many spans are kept for the user interface
 * @param otlpEndpoint where spans are exported to, such as {@code http://collector:4318/v1/traces};
 *     null for nowhere
 * @param otlpHeaders fields of each export, such as an authorization
 * @param queuedSpans how many spans may wait for their export; what is more is dropped and counted
 */
@ConfigurationProperties("perigee.tracing")
public record TracingProperties(
        @DefaultValue("10") double sampledPerSecond,
        @DefaultValue("10000") int keptSpans,
        @Nullable String otlpEndpoint,
        @DefaultValue Map<String, String> otlpHeaders,
        @DefaultValue("4096") int queuedSpans) {

    public TracingProperties {
        otlpHeaders = Map.copyOf(otlpHeaders);
        if (!(sampledPerSecond >= 0) || sampledPerSecond > 1e6) {
            throw new IllegalArgumentException(
                    "perigee.tracing.sampled-per-second must be from 0 to 1000000, but is "
                            + sampledPerSecond);
        }
        if (keptSpans < 0 || keptSpans > 1_000_000) {
            throw new IllegalArgumentException(
                    "perigee.tracing.kept-spans must be from 0 to 1000000, but is " + keptSpans);
        }
    }
}
