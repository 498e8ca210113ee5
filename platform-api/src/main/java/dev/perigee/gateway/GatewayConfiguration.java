package dev.perigee.gateway;

import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.Decoder;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.encoding.Renderer;
import dev.perigee.gateway.filters.FilterReader;
import dev.perigee.gateway.lura.LuraReader;
import dev.perigee.gateway.pipeline.PipelineCompiler;
import dev.perigee.gateway.pipeline.StepPlugin;
import dev.perigee.gateway.upstream.DnsServiceNames;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.invocations.Invoker;
import dev.perigee.routes.Routes;
import dev.perigee.system.PlatformProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Collectors;
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
            MeterRegistry registry) {
        var load = new GatewayLoad(registry);
        var handler = new GatewayHandler(routes, targets, properties.namespace(), load);
        return new GatewayServer(properties, handler, load);
    }

    @Bean
    GatewayTargets gatewayTargets(
            GatewayProperties properties, Invoker invoker, PipelineParts parts, LuraReader lura) {
        var answers = new OutcomeAnswers(parts.development());
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
                new PipelineReader(parts.encodings()),
                lura,
                new FilterReader());
    }

    @Bean
    Upstreams upstreams(GatewayProperties properties, DnsServiceNames names) {
        return new Upstreams(names, Math.toIntExact(properties.maxBody().toBytes()));
    }

    @Bean
    LuraReader luraReader(PipelineParts parts) {
        return new LuraReader(
                parts.encodings(),
                parts.plugins().stream().map(StepPlugin::name).collect(Collectors.toSet()));
    }

    @Bean
    DnsServiceNames dnsServiceNames() {
        return new DnsServiceNames();
    }

    @Bean
    Encodings encodings(ObjectProvider<Decoder> decoders, ObjectProvider<Renderer> renderers) {
        return new Encodings(decoders.stream().toList(), renderers.stream().toList());
    }

    @Bean
    PipelineParts pipelineParts(
            Upstreams upstreams,
            Encodings encodings,
            ObjectProvider<StepPlugin> plugins,
            PlatformProperties platform) {
        return new PipelineParts(
                upstreams, encodings, plugins.stream().toList(), platform.development());
    }

    /** What pipelines are made of, plug-ins included. */
    record PipelineParts(
            Upstreams upstreams,
            Encodings encodings,
            List<StepPlugin> plugins,
            boolean development) {}
}
