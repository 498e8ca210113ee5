package dev.perigee.channels;

import dev.perigee.storage.Changes;
import dev.perigee.storage.Follower;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ChannelConfiguration {

    @Bean
    Follower subscriptionFollower(Changes changes, SubscriptionRegistry registry) {
        return new Follower("subscriptions", changes, registry::refresh);
    }
}
