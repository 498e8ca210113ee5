package dev.perigee.channels;

import dev.perigee.channels.Channels.Publication;
import dev.perigee.channels.Channels.Published;
import dev.perigee.events.StateSpace;
import dev.perigee.events.UnitOfWork;
import dev.perigee.events.UnitsOfWork;
import dev.perigee.invocations.InvocationWork;
import dev.perigee.invocations.Invoker;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a request through its stages, each a channel: {@code input}, {@code request} and {@code
 * render}, then {@code error} when one of them failed, and always {@code output}. A route's channel
 * {@code users:get} is published to as {@code input:users:get} and so on, so that subscribers of
 * {@code input} see every request and those of {@code request:users:get} one route's.
 *
 * <p>One unit of work holds what the stages append and write, and is committed behind the last.
 * When a stage fails, what was done until then is forgotten; {@code error} and {@code output} have
 * a unit of their own.
 */
@Component
public final class Stages {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Channels channels;
    private final UnitsOfWork units;

    public Stages(Channels channels, UnitsOfWork units) {
        this.channels = channels;
        this.units = units;
    }

    /**
     * A request.
     *
     * @param context what the stages share; they add to it
     * @param caller the trace; without a unit of work
     */
    public record Staging(
            String namespace,
            ChannelPath channel,
            ObjectNode context,
            Invoker.Caller caller,
            Duration deadline) {}

    /**
     * Where a request got.
     *
     * @param context as the last stage left it, its {@code error} telling what failed
     * @param answered whether anyone heard the stage {@code request}
     */
    public record Staged(ObjectNode context, boolean answered) {}

    /**
     * Fails with {@link java.util.concurrent.TimeoutException} after the deadline, or because the
     * unit of work could not be committed.
     */
    public Mono<Staged> run(Staging staging) {
        return Mono.defer(() -> new Run(staging).all()).timeout(staging.deadline());
    }

    /** One request on its way. */
    private final class Run {

        private final Staging staging;
        private final long begun = System.nanoTime();
        private UnitOfWork unit;
        private ObjectNode context;
        private boolean answered;

        Run(Staging staging) {
            this.staging = staging;
            this.unit = units.begin(StateSpace.live(staging.namespace()));
            this.context = staging.context().deepCopy();
            context.put("channel", staging.channel().toString());
            context.putObject("results");
        }

        Mono<Staged> all() {
            return stage("input")
                    .then(unlessFailed("request"))
                    .then(unlessFailed("render"))
                    .then(Mono.defer(() -> hasFailed() ? handling() : Mono.empty()))
                    .then(Mono.defer(() -> stage("output")))
                    .then(Mono.defer(() -> unit.commit()))
                    .then(Mono.fromSupplier(() -> new Staged(context, answered)));
        }

        private Mono<Void> unlessFailed(String name) {
            return Mono.defer(() -> hasFailed() ? Mono.empty() : stage(name));
        }

        private Mono<Void> handling() {
            unit = units.begin(StateSpace.live(staging.namespace()));
            return stage("error");
        }

        private boolean hasFailed() {
            var error = context.get("error");
            return error != null && !error.isNull();
        }

        private Mono<Void> stage(String name) {
            context.put("stage", name);
            var publication =
                    new Publication(
                            staging.namespace(),
                            staging.channel().below(name),
                            JsonNodeFactory.instance.arrayNode().add(context),
                            staging.caller().within(InvocationWork.around(unit, false)),
                            left());
            return channels.publish(publication)
                    .doOnNext(published -> passed(name, published))
                    .then()
                    .onErrorResume(
                            SubscriberFailedException.class,
                            failure -> Mono.fromRunnable(() -> failed(name, failure)));
        }

        private Duration left() {
            return InvocationWork.left(staging.deadline(), begun);
        }

        private void passed(String name, Published published) {
            answered |= name.equals("request") && published.heard() > 0;
            if (published.context().get(0) instanceof ObjectNode changed) {
                context = changed;
            }
            var results =
                    context.get("results") instanceof ObjectNode known
                            ? known
                            : context.putObject("results");
            results.set(name, published.values());
        }

        /** The first failure is the one to tell. */
        private void failed(String name, SubscriberFailedException failure) {
            if (hasFailed()) {
                return;
            }
            var error = (ObjectNode) JSON.readTree(failure.dataJson());
            error.put("stage", name)
                    .put("code", failure.reason().code())
                    .put("message", failure.text());
            context.set("error", error);
        }
    }
}
