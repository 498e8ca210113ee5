package dev.perigee.lowcode;

import dev.perigee.executor.FunctionId;
import dev.perigee.functions.BundleRequest;
import dev.perigee.functions.FunctionCatalog;
import dev.perigee.functions.FunctionDrafts;
import dev.perigee.functions.FunctionRegistry;
import dev.perigee.invocations.Invoker;
import dev.perigee.problems.PerigeeException;
import dev.perigee.problems.Problems;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Creating and invoking functions as clients of lowcode-faas do; errors are plain sentences. */
@RestController
@RequestMapping("/functions")
class LowcodeController {

    private static final String NAMESPACE = "default";

    private final FunctionRegistry registry;
    private final FunctionDrafts drafts;
    private final DroppedFunctions dropped;
    private final Invoker invoker;
    private final LowcodeJson json;

    LowcodeController(
            FunctionRegistry registry,
            FunctionDrafts drafts,
            DroppedFunctions dropped,
            Invoker invoker,
            LowcodeJson json) {
        this.registry = registry;
        this.drafts = drafts;
        this.dropped = dropped;
        this.invoker = invoker;
        this.json = json;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<CreatedResponse> create(@RequestBody(required = false) byte @Nullable [] body) {
        var request = json.createRequest(body);
        var id = newId(request.name());
        if (request.sourceCode().isEmpty()) {
            throw LowcodeRefusal.of("source_code is required");
        }
        var bundle =
                new BundleRequest(
                        request.language(), null, request.sourceCode(), null, null, null, null);
        return registry.save(drafts.draft(id, bundle, null), true)
                .map(
                        _ ->
                                new CreatedResponse(
                                        id.name(),
                                        id.name(),
                                        request.language(),
                                        request.sourceCode(),
                                        Instant.now()));
    }

    @PostMapping("/{name}/invoke")
    Mono<RunResponse> invoke(
            @PathVariable String name, @RequestBody(required = false) byte @Nullable [] body) {
        var request = json.invokeRequest(body);
        var id = FunctionDrafts.id(NAMESPACE, name);
        return dropped.settle(id)
                .flatMap(
                        function ->
                                invoker.invoke(
                                        new Invoker.Request(
                                                function,
                                                FunctionCatalog.LIVE,
                                                request.argumentsJson(),
                                                "management",
                                                Invoker.Caller.anonymous(),
                                                request.timeout() == null
                                                        ? null
                                                        : Duration.ofMillis(request.timeout()))))
                .map(completed -> json.run(id.name(), completed))
                .switchIfEmpty(Mono.error(LowcodeRefusal::notFound));
    }

    private static FunctionId newId(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw LowcodeRefusal.of("name is required");
        }
        if (name.contains("/")
                || name.contains("\\")
                || name.contains("..")
                || name.chars().anyMatch(Character::isISOControl)) {
            throw LowcodeRefusal.of(
                    "name must not contain slashes, backslashes, \"..\" or control characters");
        }
        return FunctionDrafts.id(NAMESPACE, name);
    }

    @ExceptionHandler(LowcodeRefusal.class)
    ResponseEntity<String> refused(LowcodeRefusal refusal) {
        return plain(refusal.status(), refusal.sentence());
    }

    @ExceptionHandler(PerigeeException.class)
    ResponseEntity<String> refused(PerigeeException error) {
        return plain(error.type().status(), Problems.of(error).detail());
    }

    private static ResponseEntity<String> plain(int status, String sentence) {
        return ResponseEntity.status(status)
                .contentType(MediaType.TEXT_PLAIN)
                .body(sentence + "\n");
    }
}
