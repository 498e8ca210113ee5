package dev.perigee.gateway;

import dev.perigee.invocations.Invoker;
import dev.perigee.routes.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

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
    GatewaySurroundings gatewaySurroundings(MeterRegistry registry, Environment environment) {
        return new GatewaySurroundings(
                registry, "dev".equalsIgnoreCase(environment.getProperty("perigee.mode", "serve")));
    }

    /** The process around the gateway. */
    record GatewaySurroundings(MeterRegistry registry, boolean development) {}
}
