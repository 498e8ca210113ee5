package dev.perigee.gateway.filters;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The filters of a route in their order; the first that refuses ends it. */
public final class Filters {

    private static final Mono<Verdict> PASS = Mono.just(Verdict.Pass.PASS);

    private final List<Filter> filters;
    private final @Nullable Cors cors;
    private final boolean checksTokens;

    Filters(List<Filter> filters, @Nullable Cors cors) {
        this.filters = List.copyOf(filters);
        this.cors = cors;
        checksTokens = filters.stream().anyMatch(JwtFilter.class::isInstance);
    }

    /** Whom browsers may let in. */
    public Optional<Cors> cors() {
        return Optional.ofNullable(cors);
    }

    /** Whether requests need a token, whose claims are parameters then. */
    public boolean checksTokens() {
        return checksTokens;
    }

    /** What all filters together say. */
    public Mono<Verdict> check(FilteredRequest request) {
        return check(request, 0);
    }

    private Mono<Verdict> check(FilteredRequest request, int from) {
        for (int i = from; i < filters.size(); i++) {
            switch (filters.get(i)) {
                case Filter.Prompt(var check) -> {
                    if (check.apply(request) instanceof Verdict.Refuse refusal) {
                        return Mono.just(refusal);
                    }
                }
                case Filter.Asking asking -> {
                    var next = i + 1;
                    return asking.check(request)
                            .flatMap(
                                    verdict ->
                                            verdict instanceof Verdict.Refuse
                                                    ? Mono.just(verdict)
                                                    : check(request, next));
                }
            }
        }
        return PASS;
    }
}
