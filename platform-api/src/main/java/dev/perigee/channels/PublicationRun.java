package dev.perigee.channels;

import dev.perigee.channels.Channels.Publication;
import dev.perigee.channels.Channels.Published;
import dev.perigee.channels.SubscriberFailedException.Failed;
import dev.perigee.events.EventLog;
import dev.perigee.events.EventLogException;
import dev.perigee.events.NewEvent;
import dev.perigee.events.TopicName;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.invocations.InvocationWork;
import dev.perigee.invocations.Invoker;
import dev.perigee.tracing.TraceParent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/**
 * One publication on its way from subscriber to subscriber, which run one after the other: what
 * they returned so far, and the context as the last of them left it.
 */
final class PublicationRun {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Publication publication;
    private final Invoker invoker;
    private final EventLog log;
    private final Invoker.Caller caller;
    private final long begun = System.nanoTime();
    private final ArrayNode values = JsonNodeFactory.instance.arrayNode();
    private ArrayNode context;
    private int heard;

    PublicationRun(Publication publication, Invoker invoker, EventLog log) {
        this.publication = publication;
        this.invoker = invoker;
        this.log = log;
        this.context = publication.context();
        this.caller = withChannel(publication.caller(), publication.channel().toString());
    }

    private static Invoker.Caller withChannel(Invoker.Caller caller, String channel) {
        var member = "{\"channel\":" + JSON.writeValueAsString(channel);
        return caller.telling(
                () -> {
                    var rest = caller.json().get().strip().substring(1);
                    return rest.startsWith("}") ? member + rest : member + "," + rest;
                });
    }

    Published published() {
        return new Published(values, context, heard);
    }

    /** Whether the next one is to be told, too. */
    Mono<Boolean> tell(Subscription subscription) {
        var predicate = subscription.predicate();
        if (predicate == null) {
            return run(subscription);
        }
        return invoke(subscription, predicate)
                .flatMap(answer -> answer.has("value") ? run(subscription) : Mono.just(true));
    }

    private Mono<Boolean> run(Subscription subscription) {
        heard++;
        return switch (subscription.subscriber()) {
            case Subscription.Subscriber.Function(var name) ->
                    invoke(subscription, name).map(this::take);
            case Subscription.Subscriber.Topic(var name) -> forward(subscription, name);
        };
    }

    private boolean take(JsonNode answer) {
        var value = answer.get("value");
        if (value != null) {
            values.add(value);
        }
        if (answer.get("context") instanceof ArrayNode changed) {
            context = changed;
        }
        return answer.path("continue").booleanValue(false);
    }

    private Mono<JsonNode> invoke(Subscription subscription, String function) {
        var failed = new Failed(function, subscription.channel().toString());
        var request =
                new Invoker.Request(
                        new FunctionId(subscription.namespace(), function),
                        FunctionCatalog.LIVE,
                        "{\"context\":" + context + "}",
                        Invoker.CHANNEL,
                        caller,
                        left());
        return invoker.invoke(request)
                .switchIfEmpty(Mono.error(() -> SubscriberFailedException.missing(failed)))
                .map(
                        completed -> {
                            if (completed.outcome()
                                    instanceof Outcome.Returned(Result.Value(var json))) {
                                return JSON.readTree(json);
                            }
                            if (completed.outcome() instanceof Outcome.Returned) {
                                return MissingNode.getInstance();
                            }
                            throw SubscriberFailedException.of(failed, completed);
                        });
    }

    private @Nullable Duration left() {
        var all = publication.deadline();
        return all == null ? null : InvocationWork.left(all, begun);
    }

    /** Appended with the publisher's unit of work, or at once where there is none. */
    private Mono<Boolean> forward(Subscription subscription, String topic) {
        var name = new TopicName(subscription.namespace(), topic);
        var channel = publication.channel().toString();
        var payload = JsonNodeFactory.instance.objectNode().put("channel", channel);
        payload.set("context", context);
        var events =
                List.of(
                        new NewEvent(
                                null,
                                channel.isEmpty() ? null : channel,
                                payload.toString(),
                                headers()));
        var work = caller.within();
        var appending =
                work == null
                        ? log.append(name, events).then()
                        : work.change(work.unit().append(name, events));
        return appending
                .thenReturn(true)
                .onErrorMap(
                        EventLogException.class,
                        refused ->
                                SubscriberFailedException.of(
                                        new Failed(
                                                subscription.subscriber().toString(),
                                                subscription.channel().toString()),
                                        refused));
    }

    private Map<String, String> headers() {
        var headers = new HashMap<String, String>(1);
        var traceId = caller.traceId();
        var spanId = caller.parentSpanId();
        if (traceId != null && spanId != null) {
            var parent = new TraceParent(traceId, spanId, caller.span() != null);
            headers.put(TraceParent.HEADER, parent.header());
        }
        return headers;
    }
}
