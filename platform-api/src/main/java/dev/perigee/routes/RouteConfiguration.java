package dev.perigee.routes;

import dev.perigee.storage.Changes;
import dev.perigee.storage.Follower;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

    @Bean
    Follower routeFollower(Changes changes, RouteRegistry registry) {
        return new Follower("routes", changes, registry::refresh);
    }
}
