package dev.perigee.guests;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.Invocation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hands each call of a function to the service that its operation names. */
@Component
final class PlatformServices implements GuestServices {

    private final Map<String, GuestService> services;

    PlatformServices(List<GuestService> services) {
        this.services =
                services.stream()
                        .collect(toUnmodifiableMap(GuestService::name, Function.identity()));
    }

    @Override
    public Mono<Answer> call(Invocation invocation, Call call) {
        var operation = call.operation();
        var dot = operation.indexOf('.');
        var service = dot < 0 ? null : services.get(operation.substring(0, dot));
        return service == null
                ? Mono.error(notAvailable(operation))
                : service.call(invocation, call);
    }

    /** For operations that nobody offers; services use it for verbs that they do not know. */
    static GuestCallException notAvailable(String operation) {
        return new GuestCallException(
                "not_available", operation + " is not available on this server", null);
    }
}
