package dev.perigee.channels;

import dev.perigee.events.EventLog;
import dev.perigee.invocations.Invoker;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishes to the subscribers that are in memory. */
@Component
final class SubscribedChannels implements Channels {

    private final ChannelsHolder holder;
    private final Supplier<Invoker> invoker;
    private final EventLog log;

    SubscribedChannels(ChannelsHolder holder, ObjectProvider<Invoker> invoker, EventLog log) {
        this.holder = holder;
        this.invoker = invoker::getObject;
        this.log = log;
    }

    @Override
    public Mono<Published> publish(Publication publication) {
        var subscribers =
                holder.current().subscribers(publication.namespace(), publication.channel());
        if (subscribers.isEmpty()) {
            return Mono.fromSupplier(
                    () ->
                            new Published(
                                    publication.context().arrayNode(), publication.context(), 0));
        }
        return Mono.defer(
                () -> {
                    var run = new PublicationRun(publication, invoker.get(), log);
                    return Flux.fromIterable(subscribers)
                            .concatMap(run::tell, 0)
                            .takeUntil(goesOn -> !goesOn)
                            .then(Mono.fromSupplier(run::published));
                });
    }
}
