package dev.perigee.gateway;

import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.Decoder;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.encoding.Renderer;
import dev.perigee.gateway.pipeline.PipelineCompiler;
import dev.perigee.gateway.pipeline.StepPlugin;
import dev.perigee.gateway.upstream.DnsServiceNames;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.invocations.Invoker;
import dev.perigee.routes.Routes;
import dev.perigee.system.PlatformProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
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
            GatewayTargets targets,
            GatewaySurroundings surroundings) {
        var load = new GatewayLoad(surroundings.registry());
        var handler = new GatewayHandler(routes, targets, properties.namespace(), load);
        return new GatewayServer(properties, handler, load);
    }

    @Bean
    GatewayTargets gatewayTargets(
            GatewayProperties properties,
            Invoker invoker,
            PipelineParts parts,
            GatewaySurroundings surroundings) {
        var answers = new OutcomeAnswers(surroundings.development());
        var budget =
                new BodyBudget(
                        properties.maxBody().toBytes(), properties.maxBufferedBodies().toBytes());
        return new GatewayTargets(
                new FunctionTarget.Serving(invoker, answers, budget, new Loops()),
                new PipelineCompiler(
                        parts.encodings(),
                        parts.upstreams(),
                        new InvokedFunctions(invoker),
                        parts.plugins()),
                new PipelineReader(parts.encodings()));
    }

    @Bean
    Upstreams upstreams(GatewayProperties properties, DnsServiceNames names) {
        return new Upstreams(names, Math.toIntExact(properties.maxBody().toBytes()));
    }

    @Bean
    DnsServiceNames dnsServiceNames() {
        return new DnsServiceNames();
    }

    @Bean
    PipelineParts pipelineParts(
            Upstreams upstreams,
            ObjectProvider<Decoder> decoders,
            ObjectProvider<Renderer> renderers,
            ObjectProvider<StepPlugin> plugins) {
        return new PipelineParts(
                upstreams,
                new Encodings(decoders.stream().toList(), renderers.stream().toList()),
                plugins.stream().toList());
    }

    /** What pipelines are made of, plug-ins included. */
    record PipelineParts(Upstreams upstreams, Encodings encodings, List<StepPlugin> plugins) {}

    @Bean
    GatewaySurroundings gatewaySurroundings(MeterRegistry registry, PlatformProperties platform) {
        return new GatewaySurroundings(registry, platform.development());
    }

    /** The process around the gateway. */
    record GatewaySurroundings(MeterRegistry registry, boolean development) {}
}
