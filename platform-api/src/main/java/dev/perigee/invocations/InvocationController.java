package dev.perigee.invocations;

import dev.perigee.problems.PerigeeException;
import dev.perigee.system.Page;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/invocations")
class InvocationController {

    private final InvocationQueries queries;
    private final Duration untilWritten;

    InvocationController(InvocationQueries queries, InvocationProperties properties) {
        this.queries = queries;
        this.untilWritten = properties.flushInterval().multipliedBy(3);
    }

    /** What the parameters of a list may say. */
    record ListParameters(
            @Nullable String namespace,
            @Nullable String function,
            @Nullable String outcome,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer limit,
            @Nullable String after) {

        private InvocationFilter filter(Page page) {
            return new InvocationFilter(
                    given(namespace) == null ? "default" : String.valueOf(namespace),
                    given(function),
                    given(outcome),
                    InvocationFilter.moment("from", from),
                    InvocationFilter.moment("to", to),
                    InvocationFilter.key(page.after()));
        }

        private static @Nullable String given(@Nullable String text) {
            return text == null || text.isEmpty() ? null : text;
        }
    }

    @GetMapping
    Mono<ResponseEntity<List<InvocationResponse>>> list(
            ListParameters parameters, ServerHttpRequest request) {
        var page = Page.of(parameters.limit(), parameters.after());
        return queries.list(parameters.filter(page), page.probe())
                .collectList()
                .map(found -> page.answer(found, request, one -> one.id().toString()));
    }

    @GetMapping("/{id}")
    Mono<InvocationResponse> get(@PathVariable String id) {
        return find(id);
    }

    @GetMapping("/{id}/logs")
    Mono<List<LogLineResponse>> log(@PathVariable String id) {
        return find(id).flatMap(found -> queries.log(found.id()).collectList());
    }

    /** Looks twice: a record is written shortly after the answer that named it. */
    private Mono<InvocationResponse> find(String id) {
        return Mono.fromCallable(() -> parse(id))
                .flatMap(
                        key ->
                                queries.find(key)
                                        .switchIfEmpty(
                                                Mono.delay(untilWritten).then(queries.find(key))))
                .switchIfEmpty(Mono.error(() -> missing(id)));
    }

    private static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException _) {
            throw missing(id);
        }
    }

    private static PerigeeException missing(String id) {
        return new PerigeeException(
                InvocationProblems.INVOCATION_NOT_FOUND,
                "There is no record of the invocation \""
                        + id
                        + "\"; it may be too old, or one of many successes that were not"
                        + " recorded.");
    }
}
