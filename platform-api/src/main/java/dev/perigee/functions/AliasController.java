package dev.perigee.functions;

import dev.perigee.problems.PerigeeException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/functions/{name}/aliases")
class AliasController {

    /** Not a number, for numbers name versions. */
    private static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final FunctionRegistry registry;
    private final FunctionQueries queries;
    private final AliasRepository aliases;

    AliasController(FunctionRegistry registry, FunctionQueries queries, AliasRepository aliases) {
        this.registry = registry;
        this.queries = queries;
        this.aliases = aliases;
    }

    record MoveRequest(@Nullable Integer version) {}

    record MovedResponse(String name, int version) {}

    @GetMapping
    Flux<AliasRepository.Alias> list(
            @PathVariable String name, @RequestParam @Nullable String namespace) {
        return queries.find(FunctionDrafts.id(namespace, name))
                .flatMapMany(function -> aliases.all(function.key()));
    }

    @PutMapping("/{alias}")
    Mono<MovedResponse> move(
            @PathVariable String name,
            @PathVariable String alias,
            @RequestParam @Nullable String namespace,
            @RequestBody MoveRequest request) {
        if (!ALIAS.matcher(alias).matches()) {
            throw PerigeeException.invalid(
                    "alias",
                    "An alias begins with a letter and has lower-case letters, digits and hyphens");
        }
        var version = request.version();
        if (version == null) {
            throw PerigeeException.invalid("/version", "The field \"version\" is required");
        }
        return registry.moveAlias(FunctionDrafts.id(namespace, name), alias, version)
                .thenReturn(new MovedResponse(alias, version));
    }

    @PostMapping("/{alias}/rollback")
    Mono<MovedResponse> rollBack(
            @PathVariable String name,
            @PathVariable String alias,
            @RequestParam @Nullable String namespace) {
        return registry.rollBack(FunctionDrafts.id(namespace, name), alias)
                .map(version -> new MovedResponse(alias, version));
    }

    @DeleteMapping("/{alias}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(
            @PathVariable String name,
            @PathVariable String alias,
            @RequestParam @Nullable String namespace) {
        return registry.deleteAlias(FunctionDrafts.id(namespace, name), alias);
    }
}
