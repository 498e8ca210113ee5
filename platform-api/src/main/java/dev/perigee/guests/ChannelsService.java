package dev.perigee.guests;

import dev.perigee.channels.ChannelPath;
import dev.perigee.channels.Channels;
import dev.perigee.channels.SubscriberFailedException;
import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Invocation;
import dev.perigee.invocations.InvocationWork;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code channels.publish}: runs the subscribers of a channel of the function's own namespace, each
 * one level deeper than the publisher. What they append and write joins the publisher's unit of
 * work. They end with the publisher: its deadline cancels the publication, and they have no more
 * time than is left of it.
 */
@Component
final class ChannelsService implements GuestService {

    private final Channels channels;

    ChannelsService(Channels channels) {
        this.channels = channels;
    }

    @Override
    public String name() {
        return "channels";
    }

    @Override
    public Mono<Answer> call(Invocation invocation, Call call) {
        if (!call.operation().equals("channels.publish")) {
            return Mono.error(PlatformServices.notAvailable(call.operation()));
        }
        return Mono.defer(() -> publish(invocation, Arguments.of(call)))
                .onErrorMap(SubscriberFailedException.class, ChannelsService::translate);
    }

    private Mono<Answer> publish(Invocation invocation, Arguments arguments) {
        var path = path(arguments);
        var depth = invocation.context().depth() + 1;
        var allowed = invocation.limits().callDepth();
        if (depth >= allowed) {
            return Mono.error(tooDeep(path, allowed));
        }
        var given = arguments.node("context");
        var context = given instanceof ArrayNode list ? list : Arguments.newObject().arrayNode();
        var publication =
                new Channels.Publication(
                        invocation.code().function().namespace(),
                        path,
                        context,
                        Callers.of(invocation),
                        InvocationWork.left(invocation));
        return channels.publish(publication).map(published -> answer(published, context));
    }

    @SuppressWarnings("ReferenceEquality") // Whoever changes the context makes a new one.
    private static Answer answer(Channels.Published published, ArrayNode given) {
        var context = published.context() == given ? "" : ",\"context\":" + published.context();
        return Answer.of("{\"values\":" + published.values() + context + "}");
    }

    private static ChannelPath path(Arguments arguments) {
        try {
            return path(arguments.node("channel"));
        } catch (IllegalArgumentException wrong) {
            throw Arguments.invalid(arguments.operation(), String.valueOf(wrong.getMessage()));
        }
    }

    private static ChannelPath path(@Nullable JsonNode channel) {
        if (channel instanceof ArrayNode list) {
            var segments = new ArrayList<String>(list.size());
            for (var segment : list) {
                segments.add(segment.asString(""));
            }
            return new ChannelPath(segments);
        }
        if (channel == null || !channel.isString()) {
            throw new IllegalArgumentException("\"channel\" must be a string or a list of strings");
        }
        return ChannelPath.parse(channel.stringValue());
    }

    private static GuestCallException tooDeep(ChannelPath path, int allowed) {
        return new GuestCallException(
                "limit_exceeded",
                "publishing to \"" + path + "\" exceeded call depth of " + allowed,
                "{\"status\":500}");
    }

    private static GuestCallException translate(SubscriberFailedException failure) {
        return new GuestCallException(failure.reason().code(), failure.text(), failure.dataJson());
    }
}
