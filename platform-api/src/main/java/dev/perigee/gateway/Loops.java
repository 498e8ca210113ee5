package dev.perigee.gateway;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The event loops as schedulers, each made once. */
final class Loops {

    private final Map<EventLoop, Scheduler> schedulers = new ConcurrentHashMap<>();

    /** Runs things on the loop of this exchange's connection. */
    Scheduler of(Exchange exchange) {
        var loop = exchange.channel().eventLoop();
        var scheduler = schedulers.get(loop);
        return scheduler != null
                ? scheduler
                : schedulers.computeIfAbsent(loop, Schedulers::fromExecutor);
    }
}
