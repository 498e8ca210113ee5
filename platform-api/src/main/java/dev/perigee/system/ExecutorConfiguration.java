package dev.perigee.system;

import dev.perigee.executor.Executor;
import dev.perigee.executor.polyglot.PolyglotExecutor;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Starts what runs functions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExecutorProperties.class)
class ExecutorConfiguration {

    /** Lazy, so that nothing starts where another executor is preferred. */
    @Bean(destroyMethod = "close")
    @Lazy
    Executor polyglotExecutor(ExecutorProperties properties) {
        return PolyglotExecutor.create(properties.settings());
    }

    @Bean
    ExecutorWarmUp executorWarmUp(Executor executor) {
        return new ExecutorWarmUp(executor);
    }
}
