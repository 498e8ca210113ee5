package dev.perigee.channels;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perigee.events.StateSpace;
import dev.perigee.events.UnitsOfWork;
import dev.perigee.invocations.InvocationWork;
import dev.perigee.invocations.Invoker;
import dev.perigee.problems.PerigeeException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

@RestController
@RequestMapping("/api/v1/channels")
class ChannelController {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Channels channels;
    private final ChannelsHolder holder;
    private final UnitsOfWork units;

    ChannelController(Channels channels, ChannelsHolder holder, UnitsOfWork units) {
        this.channels = channels;
        this.holder = holder;
        this.units = units;
    }

    /** Who hears a channel, in the order in which they run. */
    record Heard(String channel, List<Hearer> subscribers) {}

    /** One of them, and where it subscribed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Hearer(String subscriber, String channel, @Nullable String predicate) {

        static Hearer of(Subscription subscription) {
            return new Hearer(
                    subscription.subscriber().toString(),
                    subscription.channel().toString(),
                    subscription.predicate());
        }
    }

    /** What is to be published; the context is a list of any values. */
    record PublishRequest(
            @Nullable String namespace, @Nullable String channel, @Nullable JsonNode context) {}

    /** What came of it; the error names the subscriber that failed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PublishResponse(
            @Nullable JsonNode values,
            @Nullable JsonNode context,
            @Nullable Integer heard,
            @Nullable Failure error) {}

    /** Why a publication ended early, and nothing of it was kept. */
    record Failure(String code, String message, JsonNode data) {}

    @GetMapping("/subscribers")
    Heard subscribers(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam(defaultValue = "") String channel) {
        var path = path(channel);
        return new Heard(
                path.toString(),
                holder.current().subscribers(namespace, path).stream().map(Hearer::of).toList());
    }

    /** Publishes as a function would; what subscribers append and write is committed as one. */
    @PostMapping("/publish")
    Mono<PublishResponse> publish(@RequestBody PublishRequest request) {
        var namespace = request.namespace() == null ? "default" : request.namespace();
        var unit = units.begin(StateSpace.live(namespace));
        var publication =
                new Channels.Publication(
                        namespace,
                        path(required(request.channel())),
                        context(request.context()),
                        new Invoker.Caller(
                                null, null, 0, () -> "{}", InvocationWork.around(unit, false)),
                        null);
        return channels.publish(publication)
                .flatMap(published -> unit.commit().thenReturn(published))
                .map(
                        published ->
                                new PublishResponse(
                                        published.values(),
                                        published.context(),
                                        published.heard(),
                                        null))
                .onErrorResume(
                        SubscriberFailedException.class, failure -> Mono.just(failed(failure)));
    }

    private static PublishResponse failed(SubscriberFailedException failure) {
        return new PublishResponse(
                null,
                null,
                null,
                new Failure(
                        failure.reason().code(),
                        failure.text(),
                        JSON.readTree(failure.dataJson())));
    }

    private static String required(@Nullable String channel) {
        if (channel == null) {
            throw PerigeeException.invalid("/channel", "The field \"channel\" is required");
        }
        return channel;
    }

    private static ArrayNode context(@Nullable JsonNode given) {
        return switch (given) {
            case null -> JsonNodeFactory.instance.arrayNode();
            case ArrayNode list -> list;
            default ->
                    throw PerigeeException.invalid(
                            "/context", "The field \"context\" must be a list");
        };
    }

    private static ChannelPath path(String text) {
        try {
            return ChannelPath.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw PerigeeException.invalid("/channel", String.valueOf(wrong.getMessage()));
        }
    }
}
