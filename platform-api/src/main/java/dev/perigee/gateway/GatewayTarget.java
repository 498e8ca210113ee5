package dev.perigee.gateway;

import dev.perigee.routes.CompiledTarget;
import java.util.Map;
import reactor.core.publisher.Mono;

/** What answers the requests of a route: a function, or a pipeline of backends. */
interface GatewayTarget extends CompiledTarget {

    /**
     * Answers one request; called on the connection's event loop, which it must not block.
     *
     * @param parameters the decoded path parameters
     */
    Mono<Void> answer(Exchange exchange, Map<String, String> parameters);
}
