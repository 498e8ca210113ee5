package dev.perigee.tracing;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts tracing together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
class TracingConfiguration {

    @Bean
    Spans spans(TracingProperties properties, MeterRegistry registry) {
        var spans = new Spans(properties.sampledPerSecond(), properties.keptSpans());
        FunctionCounter.builder("perigee.traces.spans", spans, Spans::recorded)
                .description("Spans of sampled traces")
                .register(registry);
        return spans;
    }

    @Bean
    @ConditionalOnProperty("perigee.tracing.otlp-endpoint")
    OtlpExport otlpExport(TracingProperties properties, Spans spans, MeterRegistry registry) {
        return new OtlpExport(properties, spans, registry);
    }
}
