package dev.perigee.guests;

import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Invocation;
import reactor.core.publisher.Mono;

/**
 * One service that functions can call, such as {@code flow} with its operation {@code flow.call}.
 * Every bean of this type is offered to functions.
 */
public interface GuestService {

    /** The word before the dot of its operations. */
    String name();

    /**
     * Performs a call whose operation begins with this service's name, as {@link
     * dev.perigee.executor.GuestServices#call} describes it.
     */
    Mono<Answer> call(Invocation invocation, Call call);
}
