package dev.perigee.invocations;

import dev.perigee.executor.polyglot.PolyglotExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The executor of this process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExecutorProperties.class)
class ExecutorConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ExecutorConfiguration.class);

    /** Made when first needed, so that nothing runs where another executor takes its place. */
    @Bean(destroyMethod = "close")
    @Lazy
    PolyglotExecutor polyglotExecutor(ExecutorProperties properties) {
        var executor =
                PolyglotExecutor.create(properties.settings(), ThreadExecutorMap::currentExecutor);
        if (!executor.isOptimized()) {
            log.warn(
                    "functions run interpreted, which is much slower: the JVM lacks the flags that"
                            + " the perigee launcher sets");
        }
        return executor;
    }
}
