package dev.perigee.invocations;

import dev.perigee.events.UnitsOfWork;
import dev.perigee.executor.Executor;
import dev.perigee.executor.GuestServices;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts invoking together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InvocationProperties.class)
class InvocationConfiguration {

    @Bean
    InvocationRecorder invocationRecorder(
            InvocationRepository repository,
            InvocationProperties properties,
            MeterRegistry registry) {
        return new InvocationRecorder(repository, properties, Clock.systemUTC(), registry);
    }

    @Bean
    PlatformInvoker.Behind behindInvocations(
            Journal journal, LogTail tail, InvocationMetrics metrics, InvocationProperties bounds) {
        return new PlatformInvoker.Behind(
                journal, tail, metrics, new InFlight(bounds.maxInFlight()));
    }

    @Bean
    PlatformInvoker.Reach reachOfInvocations(
            ObjectProvider<GuestServices> services, UnitsOfWork units, Spans spans) {
        return new PlatformInvoker.Reach(services, units, spans);
    }

    @Bean
    PlatformInvoker invoker(
            Executor executor,
            FunctionCatalog catalog,
            PlatformInvoker.Reach reach,
            PlatformInvoker.Behind behind) {
        return new PlatformInvoker(executor, catalog, reach, behind);
    }
}
