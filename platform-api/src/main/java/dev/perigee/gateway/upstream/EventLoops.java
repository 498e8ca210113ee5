package dev.perigee.gateway.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * The event loops of the gateway's server, which its clients share: a request and the calls of
 * backends that it leads to stay on one thread. They begin when first needed, and anew after an
 * end.
 */
public final class EventLoops implements LoopResources {

    private @Nullable LoopResources running;

    private synchronized LoopResources running() {
        if (running == null) {
            running = LoopResources.create("perigee-gateway", count(), true);
        }
        return running;
    }

    /** How many there are. */
    int count() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The one that the caller is on; null when it is on none. */
    @Nullable EventLoop here() {
        for (EventExecutor loop : onServer(LoopResources.DEFAULT_NATIVE)) {
            if (loop.inEventLoop()) {
                return (EventLoop) loop;
            }
        }
        return null;
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return running().onServer(useNative);
    }

    @Override
    public EventLoopGroup onServerSelect(boolean useNative) {
        return running().onServerSelect(useNative);
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return running().onClient(useNative);
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return Mono.defer(
                () -> {
                    var ending = end();
                    return ending == null
                            ? Mono.empty()
                            : ending.disposeLater(quietPeriod, timeout);
                });
    }

    private synchronized @Nullable LoopResources end() {
        var ending = running;
        running = null;
        return ending;
    }
}
