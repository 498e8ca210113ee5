package dev.perigee.gateway.filters;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The filters of a route in their order; the first that refuses ends it. */
public final class Filters {

    private final List<Filter> filters;
    private final @Nullable Cors cors;

    Filters(List<Filter> filters, @Nullable Cors cors) {
        this.filters = List.copyOf(filters);
        this.cors = cors;
    }

    /** Whom browsers may let in. */
    public Optional<Cors> cors() {
        return Optional.ofNullable(cors);
    }

    /** What all filters together say. */
    public Mono<Verdict> check(FilteredRequest request) {
        return check(request, 0);
    }

    private Mono<Verdict> check(FilteredRequest request, int index) {
        if (index == filters.size()) {
            return Mono.just(Verdict.Pass.PASS);
        }
        return filters.get(index)
                .check(request)
                .flatMap(
                        verdict ->
                                verdict instanceof Verdict.Refuse
                                        ? Mono.just(verdict)
                                        : check(request, index + 1));
    }
}
