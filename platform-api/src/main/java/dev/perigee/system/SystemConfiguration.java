package dev.perigee.system;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PlatformProperties.class, ListenProperties.class})
class SystemConfiguration {}
