package dev.perigee.channels;

import dev.perigee.invocations.Invoker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;

/** Publishing: the one way for functions, routes and the management interface. */
public interface Channels {

    /**
     * Runs the subscribers of the channel, then its parent's, up to the root, one after the other
     * until one says stop. Fails with {@link SubscriberFailedException}; cancelling stops the
     * subscriber that runs.
     */
    Mono<Published> publish(Publication publication);

    /**
     * What is published.
     *
     * @param context a list of any JSON values; changed by none who gets it
     * @param caller the trace, how deep it lies, and the unit of work that subscribers' events and
     *     state become part of; null commits each by itself
     * @param deadline the longest that its subscribers may take, all together; null when only their
     *     own deadlines count
     */
    record Publication(
            String namespace,
            ChannelPath channel,
            ArrayNode context,
            Invoker.Caller caller,
            @Nullable Duration deadline) {}

    /**
     * What came of it.
     *
     * @param values what subscribers returned, in their order, without what counts as false
     * @param context as the last subscriber left it
     * @param heard how many subscribers ran
     */
    record Published(ArrayNode values, ArrayNode context, int heard) {}
}
