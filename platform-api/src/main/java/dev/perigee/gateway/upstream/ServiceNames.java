package dev.perigee.gateway.upstream;

import java.util.List;
import reactor.core.publisher.Mono;

/** Finds the servers of a service by name. */
@FunctionalInterface
public interface ServiceNames {

    /** The SRV records of this name; errors when nobody can say. */
    Mono<List<Server>> find(String name);

    /**
     * One server of a service.
     *
     * @param priority lower ones are used first
     * @param weight the share among servers of the same priority
     */
    record Server(String host, int port, int priority, int weight) {}
}
