package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.upstream.UpstreamException;
import reactor.core.publisher.Mono;

/** Sets the method, and the path with the parameters in their places. */
record TargetStep(String method, UrlPattern pattern, String text) implements Step {

    @Override
    public Backend around(Backend next) {
        return request -> {
            var target = pattern.expand(request.parameters());
            return target == null
                    ? Mono.error(
                            UpstreamException.broken(
                                    "there is no usable value for a parameter of " + text))
                    : next.send(request.withTarget(method, target));
        };
    }
}
