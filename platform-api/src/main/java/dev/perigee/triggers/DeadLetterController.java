package dev.perigee.triggers;

import dev.perigee.events.DeadLetter;
import dev.perigee.events.DeadLetterFilter;
import dev.perigee.events.TriggerName;
import dev.perigee.events.Triggers;
import dev.perigee.problems.Inputs;
import dev.perigee.problems.PerigeeException;
import dev.perigee.system.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/triggers/{trigger}/dead-letters")
class DeadLetterController {

    private final Triggers triggers;
    private final TriggerViews views;
    private final TestFiles testFiles;

    DeadLetterController(Triggers triggers, TriggerViews views, TestFiles testFiles) {
        this.triggers = triggers;
        this.views = views;
        this.testFiles = testFiles;
    }

    /** Which dead letters, and which page of them. */
    record ListParameters(
            @Nullable Integer limit,
            @Nullable Long after,
            @Nullable String key,
            @Nullable Integer partition,
            @Nullable String error,
            @Nullable String before) {

        DeadLetterFilter filter() {
            return new DeadLetterFilter(
                    List.of(), key, partition, error, Inputs.time("before", before));
        }
    }

    @GetMapping
    Mono<ResponseEntity<List<DeadLetterResponse>>> list(
            @PathVariable String trigger,
            @RequestParam @Nullable String namespace,
            ListParameters parameters,
            ServerHttpRequest request) {
        var page = Page.of(parameters.limit(), null);
        var after = parameters.after() == null ? 0 : parameters.after();
        return triggers.deadLetters(
                        TriggerController.name(namespace, trigger),
                        parameters.filter(),
                        after,
                        page.probe())
                .map(DeadLetterResponse::of)
                .collectList()
                .map(found -> page.answer(found, request, one -> Long.toString(one.id())));
    }

    /** How many dead letters a request was carried out for. */
    record CountResponse(long count) {}

    @PostMapping("/redrive")
    Mono<CountResponse> redrive(
            @PathVariable String trigger,
            @RequestParam @Nullable String namespace,
            @RequestBody DeadLetterRequest request) {
        return triggers.redrive(TriggerController.name(namespace, trigger), request.filter())
                .map(CountResponse::new);
    }

    @PostMapping("/drop")
    Mono<CountResponse> drop(
            @PathVariable String trigger,
            @RequestParam @Nullable String namespace,
            @RequestBody DeadLetterRequest request) {
        return triggers.drop(TriggerController.name(namespace, trigger), request.filter())
                .map(CountResponse::new);
    }

    @GetMapping("/{id}")
    Mono<DeadLetterResponse> get(
            @PathVariable String trigger,
            @PathVariable long id,
            @RequestParam @Nullable String namespace) {
        return find(TriggerController.name(namespace, trigger), id).map(DeadLetterResponse::of);
    }

    @PostMapping("/{id}/redrive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> redriveOne(
            @PathVariable String trigger,
            @PathVariable long id,
            @RequestParam @Nullable String namespace) {
        var name = TriggerController.name(namespace, trigger);
        return triggers.redrive(name, List.of(id)).flatMap(count -> found(count, name, id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> dropOne(
            @PathVariable String trigger,
            @PathVariable long id,
            @RequestParam @Nullable String namespace) {
        var name = TriggerController.name(namespace, trigger);
        return triggers.drop(name, List.of(id)).flatMap(count -> found(count, name, id));
    }

    /** A test of a project that gives the event to the function again. */
    @GetMapping("/{id}/test-file")
    Mono<TestFiles.TestFile> testFile(
            @PathVariable String trigger,
            @PathVariable long id,
            @RequestParam @Nullable String namespace) {
        var name = TriggerController.name(namespace, trigger);
        return views.find(name).zipWith(find(name, id), testFiles::of);
    }

    private Mono<DeadLetter> find(TriggerName name, long id) {
        return triggers.deadLetters(name, DeadLetterFilter.ids(List.of(id)), id - 1, 1)
                .next()
                .switchIfEmpty(Mono.error(() -> missing(name, id)));
    }

    private static Mono<Void> found(long count, TriggerName name, long id) {
        return count > 0 ? Mono.empty() : Mono.error(missing(name, id));
    }

    private static PerigeeException missing(TriggerName name, long id) {
        return new PerigeeException(
                TriggerProblems.DEAD_LETTER_NOT_FOUND,
                "Trigger \"%s\" has no dead letter %d; it may have been redriven or dropped."
                        .formatted(name.name(), id));
    }
}
