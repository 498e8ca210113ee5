package dev.perigee.functions;

import dev.perigee.problems.FieldError;
import dev.perigee.problems.PerigeeException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a function has beside its versions: variables and limits, read anew for each invocation. */
@RestController
@RequestMapping("/api/v1/functions/{name}")
class SettingsController {

    private final FunctionRegistry registry;
    private final FunctionQueries queries;
    private final CatalogReader reader;

    SettingsController(FunctionRegistry registry, FunctionQueries queries, CatalogReader reader) {
        this.registry = registry;
        this.queries = queries;
        this.reader = reader;
    }

    @GetMapping("/environment")
    Mono<Map<String, String>> environment(
            @PathVariable String name, @RequestParam @Nullable String namespace) {
        return queries.find(FunctionDrafts.id(namespace, name))
                .flatMap(function -> queries.environment(function.key()))
                .map(TreeMap::new);
    }

    @PutMapping("/environment")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> replaceEnvironment(
            @PathVariable String name,
            @RequestParam @Nullable String namespace,
            @RequestBody Map<String, String> variables) {
        var errors = FunctionDrafts.environmentErrors(variables, "");
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(errors);
        }
        return registry.replaceEnvironment(FunctionDrafts.id(namespace, name), variables);
    }

    @GetMapping("/limits")
    Mono<LimitOverrides> limits(
            @PathVariable String name, @RequestParam @Nullable String namespace) {
        return queries.find(FunctionDrafts.id(namespace, name))
                .flatMap(function -> reader.limits(List.of(function.key())))
                .map(rows -> LimitOverrides.of(rows.getFirst().overrides().toLimits()));
    }

    @PutMapping("/limits")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> replaceLimits(
            @PathVariable String name,
            @RequestParam @Nullable String namespace,
            @RequestBody LimitOverrides limits) {
        var errors = limits.errors();
        if (!errors.isEmpty()) {
            throw PerigeeException.invalid(
                    errors.stream()
                            .map(
                                    error ->
                                            new FieldError(
                                                    error.pointer().replaceFirst("^/limits", ""),
                                                    error.detail()))
                            .toList());
        }
        return registry.replaceLimits(FunctionDrafts.id(namespace, name), limits);
    }
}
