package dev.perigee.gateway;

import dev.perigee.invocations.Invoker;
import dev.perigee.routes.Routes;
import dev.perigee.system.PlatformProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the gateway together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
class GatewayConfiguration {

    @Bean
    GatewayServer gatewayServer(
            GatewayProperties properties,
            Routes routes,
            Invoker invoker,
            GatewaySurroundings surroundings) {
        var answers = new OutcomeAnswers(surroundings.development());
        var load = new GatewayLoad(surroundings.registry());
        var handler = new GatewayHandler(routes, invoker, answers, properties, load);
        return new GatewayServer(properties, handler, load);
    }

    @Bean
    GatewaySurroundings gatewaySurroundings(MeterRegistry registry, PlatformProperties platform) {
        return new GatewaySurroundings(registry, platform.development());
    }

    /** The process around the gateway. */
    record GatewaySurroundings(MeterRegistry registry, boolean development) {}
}
