package dev.perigee.functions;

import dev.perigee.storage.Changes;
import dev.perigee.storage.Follower;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FunctionProperties.class)
class FunctionConfiguration {

    @Bean
    Follower functionFollower(Changes changes, StoredFunctionCatalog catalog) {
        return new Follower("functions", changes, catalog::refresh);
    }
}
