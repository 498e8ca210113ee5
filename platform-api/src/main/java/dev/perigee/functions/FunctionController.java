package dev.perigee.functions;

import dev.perigee.system.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/functions")
class FunctionController {

    private final FunctionRegistry registry;
    private final FunctionQueries queries;
    private final FunctionDrafts drafts;

    FunctionController(FunctionRegistry registry, FunctionQueries queries, FunctionDrafts drafts) {
        this.registry = registry;
        this.queries = queries;
        this.drafts = drafts;
    }

    @GetMapping
    Mono<ResponseEntity<List<FunctionResponse>>> list(
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam(defaultValue = "") String search,
            ListParameters page,
            ServerHttpRequest request) {
        var wanted = Page.of(page.limit(), page.after());
        return queries.list(namespace, search, wanted)
                .map(FunctionResponse::of)
                .collectList()
                .map(found -> wanted.answer(found, request, FunctionResponse::name));
    }

    /** Which page of a list. */
    record ListParameters(@Nullable Integer limit, @Nullable String after) {}

    @GetMapping("/{name}")
    Mono<FunctionResponse> get(
            @PathVariable String name, @RequestParam @Nullable String namespace) {
        return queries.find(FunctionDrafts.id(namespace, name)).map(FunctionResponse::of);
    }

    @PutMapping("/{name}")
    Mono<ResponseEntity<SavedResponse>> save(
            @PathVariable String name,
            @RequestParam @Nullable String namespace,
            @RequestParam(defaultValue = "true") boolean publish,
            @RequestBody BundleRequest request) {
        var draft = drafts.draft(FunctionDrafts.id(namespace, name), request, null);
        return registry.save(draft, publish)
                .map(
                        saved ->
                                ResponseEntity.status(
                                                saved.newVersion()
                                                        ? HttpStatus.CREATED
                                                        : HttpStatus.OK)
                                        .body(SavedResponse.of(saved)));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String name, @RequestParam @Nullable String namespace) {
        return registry.delete(FunctionDrafts.id(namespace, name));
    }
}
