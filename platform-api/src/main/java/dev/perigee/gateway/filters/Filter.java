package dev.perigee.gateway.filters;

import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Looks at requests before their target; used by many at a time, never blocks. */
sealed interface Filter {

    /** A filter that knows at once. */
    record Prompt(Function<FilteredRequest, Verdict> check) implements Filter {}

    /** A filter that may have to ask; its verdict is never empty. */
    non-sealed interface Asking extends Filter {

        Mono<Verdict> check(FilteredRequest request);
    }

    static Filter of(Function<FilteredRequest, Verdict> check) {
        return new Prompt(check);
    }
}
