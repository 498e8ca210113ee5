package dev.perigee.gateway.lura;

import dev.perigee.routes.Routes;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LuraProperties.class)
class LuraConfiguration {

    @Bean
    @ConditionalOnProperty("perigee.lura.file")
    ServedLuraFile servedLuraFile(LuraProperties properties, LuraReader reader, Routes routes) {
        return new ServedLuraFile(
                Objects.requireNonNull(properties.file()), properties, reader, routes);
    }
}
