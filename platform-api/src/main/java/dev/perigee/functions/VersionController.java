package dev.perigee.functions;

import dev.perigee.problems.PerigeeException;
import dev.perigee.system.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/functions/{name}/versions")
class VersionController {

    private final FunctionQueries queries;

    VersionController(FunctionQueries queries) {
        this.queries = queries;
    }

    @GetMapping
    Mono<ResponseEntity<List<VersionResponse>>> list(
            @PathVariable String name,
            @RequestParam @Nullable String namespace,
            FunctionController.ListParameters parameters,
            ServerHttpRequest request) {
        var page = Page.of(parameters.limit(), parameters.after());
        var before = page.after().isEmpty() ? Integer.MAX_VALUE : number(page.after(), "after");
        return queries.find(FunctionDrafts.id(namespace, name))
                .flatMapMany(function -> queries.versions(function.key(), before, page.probe()))
                .map(VersionResponse::of)
                .collectList()
                .map(
                        found ->
                                page.answer(
                                        found,
                                        request,
                                        version -> Integer.toString(version.number())));
    }

    @GetMapping("/{number}")
    Mono<VersionResponse> get(
            @PathVariable String name,
            @PathVariable String number,
            @RequestParam @Nullable String namespace) {
        var wanted = number(number, "number");
        return queries.find(FunctionDrafts.id(namespace, name))
                .flatMap(
                        function ->
                                queries.version(function.key(), wanted)
                                        .switchIfEmpty(
                                                Mono.error(
                                                        () ->
                                                                new PerigeeException(
                                                                        FunctionProblems
                                                                                .VERSION_NOT_FOUND,
                                                                        "The function \"%s\" has no version %d."
                                                                                .formatted(
                                                                                        name,
                                                                                        wanted))))
                                        .zipWith(
                                                queries.files(function.key(), wanted),
                                                VersionResponse::of));
    }

    private static int number(String text, String parameter) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw PerigeeException.invalid(
                    parameter, "The parameter \"" + parameter + "\" must be a version's number");
        }
    }
}
