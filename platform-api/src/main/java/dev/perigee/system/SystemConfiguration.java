package dev.perigee.system;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the process has from Spring Boot. It is said here and not at the application's class,
 * because Boot looks at every class of the package in which it is said, for parts of Jackson that
 * we do not use.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties({PlatformProperties.class, ListenProperties.class})
class SystemConfiguration {

    @Bean
    NettyServerCustomizer keepAliveReads() {
        return server -> server.doOnChannelInit((_, channel, _) -> KeepAliveReads.install(channel));
    }
}
