package dev.perigee.gateway.pipeline;

import dev.perigee.executor.FunctionId;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.pipeline.BackendSpec.Target;
import dev.perigee.gateway.resilience.ProtectionMetrics;
import dev.perigee.gateway.shaping.Shape;
import dev.perigee.gateway.upstream.Upstreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import reactor.core.publisher.Mono;

/** Makes pipelines of specifications. Compiling opens no connection and starts nothing. */
public final class PipelineCompiler {

    private final Encodings encodings;
    private final ServerCompiler servers;
    private final FunctionCalls functions;
    private final Map<String, StepPlugin> plugins = new HashMap<>();

    public PipelineCompiler(
            Encodings encodings,
            Upstreams upstreams,
            FunctionCalls functions,
            Collection<StepPlugin> plugins,
            ProtectionMetrics metrics) {
        this.encodings = encodings;
        this.servers = new ServerCompiler(encodings, upstreams, metrics);
        this.functions = functions;
        plugins.forEach(plugin -> this.plugins.put(plugin.name(), plugin));
    }

    /**
     * The pipeline for this specification.
     *
     * @throws IllegalArgumentException when a part of it cannot be used; the message says why
     */
    public Pipeline compile(PipelineSpec spec) {
        var passing = spec.answering().output().equals(Encodings.NO_OP);
        var backends = new ArrayList<Backend>();
        var shadows = new ArrayList<ShadowStep.Shadow>();
        for (var backend : spec.backends()) {
            var compiled = backend(backend, spec, passing);
            if (backend.shadow() == null) {
                backends.add(compiled);
            } else {
                shadows.add(new ShadowStep.Shadow(compiled, backend.shadow()));
            }
        }
        if (backends.isEmpty()) {
            throw new IllegalArgumentException(
                    "a pipeline needs at least one backend that is no shadow");
        }
        if (passing && backends.size() > 1) {
            throw new IllegalArgumentException(
                    "can not use NoOp encoding with more than one backends connected to the same"
                            + " endpoint");
        }
        var whole = merged(spec, backends);
        if (!shadows.isEmpty()) {
            whole = new ShadowStep(shadows).around(whole);
        }
        var statics = spec.statics();
        if (statics != null) {
            whole = new StaticsStep(statics).around(whole);
        }
        return new Pipeline(
                spec,
                whole,
                encodings.renderer(spec.answering().output()),
                passing && isStreamable(spec));
    }

    /** A body that passes through can be sent to one server only, and once. */
    private static boolean isStreamable(PipelineSpec spec) {
        var only = spec.backends().getFirst();
        return spec.backends().size() == 1
                && only.concurrent() == 1
                && only.plugins().isEmpty()
                && only.graphQl() == null
                && only.target() instanceof Target.Servers;
    }

    private static Backend merged(PipelineSpec spec, List<Backend> backends) {
        if (backends.size() == 1 && spec.merging().isPlain()) {
            return new DeadlineStep(spec.timeout(), "the backend").around(backends.getFirst());
        }
        var deadline = spec.timeout().multipliedBy(85).dividedBy(100);
        var conflict = spec.merging().conflict();
        Backend merge =
                spec.merging().sequential()
                        ? new SequentialMerge(steps(spec, backends), deadline, conflict)
                        : new ParallelMerge(backends, new Deadlines(deadline), conflict);
        if (spec.operations().isEmpty()) {
            return merge;
        }
        var shaping =
                new Shape("", List.of(), List.of(), Map.of(), spec.operations(), "").compile();
        return request ->
                merge.send(request)
                        .map(
                                reply ->
                                        reply instanceof Reply.Data data
                                                        && data.failures().isEmpty()
                                                ? data.withData(shaping.apply(data.data()))
                                                : reply);
    }

    private static List<SequentialMerge.Turn> steps(PipelineSpec spec, List<Backend> backends) {
        var propagated = ReplyParameter.parseAll(spec.merging().propagated());
        var steps = new ArrayList<SequentialMerge.Turn>();
        for (var backend : spec.backends()) {
            if (backend.shadow() == null) {
                var stage = spec.merging().stage(steps.size());
                var names = pattern(backend).parameters();
                var parameters = ReplyParameter.parseAll(names);
                parameters.addAll(stage.parameters());
                if (!steps.isEmpty()) {
                    parameters.addAll(propagated);
                }
                var call = backends.get(steps.size());
                var fan = stage.fan();
                steps.add(
                        new SequentialMerge.Turn(
                                call,
                                parameters,
                                stage.when(),
                                fan == null
                                        ? null
                                        : new FanOut(call, fan, Stage.ofElement(names))));
            }
        }
        return steps;
    }

    private static UrlPattern pattern(BackendSpec backend) {
        return new UrlPattern(backend.request().pattern());
    }

    private Backend backend(BackendSpec spec, PipelineSpec pipeline, boolean passing) {
        var what = ServerCompiler.what(spec);
        Backend call = new TracedBackend(call(spec, passing, pipeline.timeout()), what);
        for (var plugin : spec.plugins().entrySet()) {
            var known = plugins.get(plugin.getKey());
            if (known == null) {
                throw new IllegalArgumentException(
                        "there is no step \"" + plugin.getKey() + "\"; known are " + names());
            }
            call = known.create(plugin.getValue()).around(call);
        }
        if (spec.graphQl() != null) {
            call = new GraphQlStep(spec.graphQl()).around(call);
        }
        if (!(spec.request().headers() instanceof Selection.All)) {
            call = new HeaderStep(spec.request().headers()).around(call);
        }
        if (spec.timeout() != null) {
            call = new DeadlineStep(spec.timeout(), what).around(call);
        }
        if (spec.concurrent() > 1) {
            var patience = (spec.timeout() == null ? pipeline.timeout() : spec.timeout());
            call = new ConcurrentStep(spec.concurrent(), threeQuarters(patience)).around(call);
        }
        call = new TargetStep(spec.request().method(), pattern(spec), what).around(call);
        return spec.request().query() instanceof Selection.All
                ? call
                : new QueryStep(spec.request().query()).around(call);
    }

    private String names() {
        return plugins.isEmpty() ? "none" : String.join(", ", new TreeSet<>(plugins.keySet()));
    }

    private static Duration threeQuarters(Duration time) {
        return time.multipliedBy(3).dividedBy(4);
    }

    private Backend call(BackendSpec spec, boolean passing, Duration patience) {
        return switch (spec.target()) {
            case Target.Static(var data) ->
                    _ -> Mono.fromSupplier(() -> Reply.Data.of(data.deepCopy(), true));
            case Target.Function(var namespace, var name) ->
                    new FunctionBackend(
                            new FunctionId(namespace, name),
                            functions,
                            passing ? null : reader(spec));
            case Target.Servers own ->
                    servers.compile(
                            spec, own, passing, spec.timeout() == null ? patience : spec.timeout());
        };
    }

    private ReplyReader reader(BackendSpec spec) {
        return new ReplyReader(
                ServerCompiler.what(spec),
                spec.reading(),
                encodings.decoder(spec.reading().encoding()));
    }
}
