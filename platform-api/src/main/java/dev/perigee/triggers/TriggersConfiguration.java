package dev.perigee.triggers;

import dev.perigee.events.Replays;
import dev.perigee.events.Triggers;
import dev.perigee.events.postgres.PostgresEventLog;
import dev.perigee.invocations.Invoker;
import dev.perigee.tracing.Spans;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The triggers on the event log's topics, their replays, and this process's deliveries. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliveryProperties.class)
class TriggersConfiguration {

    @Bean
    Triggers triggers(PostgresEventLog log) {
        return log.triggers();
    }

    @Bean
    Replays replays(PostgresEventLog log) {
        return log.replays();
    }

    @Bean
    TriggerDeliveries triggerDeliveries(
            PostgresEventLog log, Invoker invoker, Spans spans, DeliveryProperties properties) {
        return new TriggerDeliveries(log, invoker, spans, properties);
    }

    @Bean
    MeterBinder triggerDeliveryMetrics(TriggerDeliveries deliveries) {
        return registry ->
                FunctionCounter.builder(
                                "perigee.triggers.interruptions",
                                deliveries,
                                TriggerDeliveries::interruptions)
                        .description("Deliveries of this process that the database interrupted")
                        .register(registry);
    }
}
