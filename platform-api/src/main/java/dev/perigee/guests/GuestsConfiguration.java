package dev.perigee.guests;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpResources;
import reactor.netty.transport.NameResolverProvider;

/** The client that functions' requests go through. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
class GuestsConfiguration {

    @Bean(destroyMethod = "close")
    OutboundClient outboundClient(HttpProperties properties) {
        var policy = new AddressPolicy(properties.allowPrivate(), properties.allowedNetworks());
        return new OutboundClient(properties, resolver(policy));
    }

    static GuardedResolverGroup resolver(AddressPolicy policy) {
        var names =
                NameResolverProvider.builder()
                        .build()
                        .newNameResolverGroup(TcpResources.get(), LoopResources.DEFAULT_NATIVE);
        return new GuardedResolverGroup(names, policy);
    }
}
