package dev.perigee.gateway;

import dev.perigee.channels.Stages;
import dev.perigee.gateway.configuration.PipelineReader;
import dev.perigee.gateway.encoding.Decoder;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.encoding.Renderer;
import dev.perigee.gateway.filters.FilterReader;
import dev.perigee.gateway.lura.LuraReader;
import dev.perigee.gateway.pipeline.PipelineCompiler;
import dev.perigee.gateway.pipeline.StepPlugin;
import dev.perigee.gateway.resilience.ProtectionMetrics;
import dev.perigee.gateway.sockets.OpenSockets;
import dev.perigee.gateway.upstream.DnsServiceNames;
import dev.perigee.gateway.upstream.EventLoops;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.invocations.Invoker;
import dev.perigee.routes.Routes;
import dev.perigee.system.PlatformProperties;
import dev.perigee.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the gateway together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({GatewayProperties.class, WebSocketProperties.class})
class GatewayConfiguration {

    @Bean
    GatewayServer gatewayServer(
            GatewayProperties properties,
            Routes routes,
            GatewayTargets targets,
            GatewayWorld world) {
        var load = new GatewayLoad(world.registry());
        var handler =
                new GatewayHandler(routes, targets, properties.namespace(), load, world.spans());
        return new GatewayServer(properties, handler, load, targets.sockets(), world.loops());
    }

    @Bean
    EventLoops gatewayLoops() {
        return new EventLoops();
    }

    @Bean
    GatewayWorld gatewayWorld(MeterRegistry registry, Spans spans, EventLoops loops) {
        return new GatewayWorld(registry, spans, loops);
    }

    @Bean
    GatewayBounds gatewayBounds(
            GatewayProperties properties, WebSocketProperties sockets, MeterRegistry registry) {
        return new GatewayBounds(
                new BodyBudget(
                        properties.maxBody().toBytes(), properties.maxBufferedBodies().toBytes()),
                new OpenSockets(sockets.limits(), registry));
    }

    /** What all routes share, and may not exceed together. */
    record GatewayBounds(BodyBudget budget, OpenSockets sockets) {}

    /** What the gateway runs on, and what watches it. */
    record GatewayWorld(MeterRegistry registry, Spans spans, EventLoops loops) {}

    @Bean
    FunctionTarget.Serving servingFunctions(
            Invoker invoker, Stages stages, PlatformProperties platform, GatewayBounds bounds) {
        return new FunctionTarget.Serving(
                invoker,
                stages,
                new OutcomeAnswers(platform.development()),
                bounds.budget(),
                new Loops(),
                bounds.sockets());
    }

    @Bean
    GatewayTargets gatewayTargets(
            FunctionTarget.Serving serving,
            PipelineParts parts,
            LuraReader lura,
            MeterRegistry registry) {
        return new GatewayTargets(
                serving,
                new PipelineCompiler(
                        parts.encodings(),
                        parts.upstreams(),
                        new InvokedFunctions(serving.invoker()),
                        parts.plugins(),
                        new ProtectionMetrics(registry)),
                new TargetReader(new PipelineReader(parts.encodings()), lura, new FilterReader()));
    }

    @Bean
    Upstreams upstreams(GatewayProperties properties, DnsServiceNames names, EventLoops loops) {
        return new Upstreams(names, Math.toIntExact(properties.maxBody().toBytes()), loops);
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
