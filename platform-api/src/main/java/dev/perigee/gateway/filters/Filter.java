package dev.perigee.gateway.filters;

import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Looks at requests before their target; used by many at a time, never blocks. */
@FunctionalInterface
public interface Filter {

    /** The verdict, never empty. */
    Mono<Verdict> check(FilteredRequest request);

    /** A filter that knows at once. */
    static Filter of(Function<FilteredRequest, Verdict> check) {
        return request -> Mono.just(check.apply(request));
    }
}
